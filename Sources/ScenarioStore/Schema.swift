import GRDB

/// The tables, as migrations from each earlier schema to the current one.
///
/// New migrations are only appended, so that a file of any earlier schema can be opened. `Tests/ScenarioStoreTests/Schemas` keeps a file of
/// each schema.
enum Schema {
  /// "SSEP" in ASCII, in the header of each of our files. <https://www.sqlite.org/pragma.html#pragma_application_id>
  static let applicationID: Int32 = 0x5353_4550

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 scenarios and versions") { db in
      try db.execute(
        sql: """
          CREATE TABLE property (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
          INSERT INTO property VALUES ('epoch', lower(hex(randomblob(4))));
          CREATE TABLE scenario (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            created INTEGER NOT NULL
          );
          CREATE UNIQUE INDEX scenario_name ON scenario (name);
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
          CREATE INDEX version_size ON version (size);
          PRAGMA application_id = \(applicationID);
          """)
    }
    migrator.registerMigration("2 deleted scenarios can be brought back") { db in
      try db.execute(
        sql: """
          ALTER TABLE scenario ADD COLUMN deleted INTEGER;
          DROP INDEX scenario_name;
          CREATE UNIQUE INDEX scenario_name ON scenario (name) WHERE deleted IS NULL;
          """)
    }
    migrator.registerMigration("3 changes") { db in
      try db.execute(
        sql: """
          CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            former TEXT,
            time INTEGER NOT NULL
          );
          """)
    }
    migrator.registerMigration("4 addresses") { db in
      // Not unique: a deleted scenario may be restored while another scenario has its address.
      try db.execute(
        sql: """
          ALTER TABLE scenario ADD COLUMN address TEXT;
          CREATE INDEX scenario_address ON scenario (address) WHERE address IS NOT NULL;
          """)
    }
    migrator.registerMigration("5 participants") { db in
      try db.execute(
        sql: """
          CREATE TABLE participant (
            name TEXT PRIMARY KEY NOT NULL,
            colour INTEGER NOT NULL,
            session TEXT NOT NULL,
            joined INTEGER NOT NULL,
            round TEXT NOT NULL
          );
          CREATE UNIQUE INDEX participant_session ON participant (session);
          """)
    }
    return migrator
  }
}
