-- A file of schema 5, as `sqlite3 FILE .dump` writes it.
PRAGMA application_id = 1397966160;
BEGIN TRANSACTION;
CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            former TEXT,
            time INTEGER NOT NULL
          );
INSERT INTO "change" VALUES(1,'created','counter',NULL,1790000000000);
INSERT INTO "change" VALUES(2,'created','ticker',NULL,1790000001000);
INSERT INTO "change" VALUES(3,'updated','counter',NULL,1790000002000);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('1 scenarios and versions');
INSERT INTO "grdb_migrations" VALUES('2 deleted scenarios can be brought back');
INSERT INTO "grdb_migrations" VALUES('3 changes');
INSERT INTO "grdb_migrations" VALUES('4 addresses');
INSERT INTO "grdb_migrations" VALUES('5 participants');
CREATE TABLE participant (
            name TEXT PRIMARY KEY NOT NULL,
            colour INTEGER NOT NULL,
            session TEXT NOT NULL,
            joined INTEGER NOT NULL,
            round TEXT NOT NULL
          );
INSERT INTO "participant" VALUES('ann',3,'ann-0123456789abcdefghijkl',1790000003000,'5f3a9c02');
CREATE TABLE property (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
INSERT INTO "property" VALUES('epoch','0123abcd');
CREATE TABLE scenario (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            created INTEGER NOT NULL
          , deleted INTEGER, address TEXT);
INSERT INTO "scenario" VALUES(1,'counter',1790000000000,NULL,NULL);
INSERT INTO "scenario" VALUES(2,'ticker',1790000001000,NULL,'/ticks/{}');
CREATE TABLE version (
            scenario INTEGER NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            source BLOB NOT NULL,
            size INTEGER NOT NULL,
            note TEXT,
            author TEXT,
            saved INTEGER NOT NULL,
            PRIMARY KEY (scenario, number)
          );
INSERT INTO "version" VALUES(1,1,X'7469746C653A20436F756E7465720A73746570733A205B5D0A',25,NULL,NULL,1790000000000);
INSERT INTO "version" VALUES(1,2,X'7469746C653A20436F756E74657220232074776F0A73746570733A205B5D0A',31,'slower','Ada',1790000002000);
INSERT INTO "version" VALUES(2,1,X'7469746C653A205469636B65720D0A73746570733A205B5D0D0A',26,NULL,NULL,1790000001000);
CREATE INDEX version_size ON version (size);
CREATE INDEX scenario_address ON scenario (address) WHERE address IS NOT NULL;
CREATE UNIQUE INDEX participant_session ON participant (session);
CREATE UNIQUE INDEX scenario_name ON scenario (name) WHERE deleted IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('scenario',2);
INSERT INTO "sqlite_sequence" VALUES('change',3);
COMMIT;
