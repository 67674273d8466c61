#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: loadclient --port N --path /P [options]\n"
    "Reads event streams from 127.0.0.1, checks every event, and prints one line of JSON.\n"
    "  --mode stream|once|get   keep streams open; connect, one event, close; get a file (stream)\n"
    "  --streams N              connections at once, at most 20000 (1)\n"
    "  --open-rate N            connections a second while opening (5000)\n"
    "  --warmup S --seconds S   before and while measuring, at most 120 (1, 5)\n"
    "  --period MS              the schedule of a stream's events, for lateness\n"
    "  --shared                 all streams follow one timeline\n"
    "  --expect-bytes N         the size of the file that --mode get asks for\n"
    "  --publish /P --publish-rate N   post events to the server, N a second\n"
    "  --pids A,B               the server's processes: their CPU time and memory\n";

static void fail(const char *what, const char *value) {
  fprintf(stderr, "loadclient: %s: %s\n%s", what, value, usage);
  exit(2);
}

static double number(const char *text, const char *name, double least, double most) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end || value < least || value > most) fail(name, text);
  return value;
}

struct options options_parse(int argc, char **argv) {
  static const struct option names[] = {
      {"mode", 1, 0, 'm'},     {"port", 1, 0, 'p'},         {"path", 1, 0, 'a'},    {"streams", 1, 0, 'n'},      {"open-rate", 1, 0, 'o'},
      {"warmup", 1, 0, 'w'},   {"seconds", 1, 0, 's'},      {"period", 1, 0, 'd'},  {"shared", 0, 0, 'h'},       {"expect-bytes", 1, 0, 'b'},
      {"publish", 1, 0, 'u'},  {"publish-rate", 1, 0, 'r'}, {"pids", 1, 0, 'i'},    {0, 0, 0, 0},
  };
  struct options o = {.streams = 1, .open_rate = 5000, .warmup = 1, .seconds = 5};
  int c;
  while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
    switch (c) {
    case 'm':
      if (strcmp(optarg, "stream") == 0) o.mode = MODE_STREAM;
      else if (strcmp(optarg, "once") == 0) o.mode = MODE_ONCE;
      else if (strcmp(optarg, "get") == 0) o.mode = MODE_GET;
      else fail("no such mode", optarg);
      break;
    case 'p': o.port = (int)number(optarg, "--port", 1, 65535); break;
    case 'a': o.path = optarg; break;
    case 'n': o.streams = (int)number(optarg, "--streams", 1, 20000); break;
    case 'o': o.open_rate = (int)number(optarg, "--open-rate", 1, 100000); break;
    case 'w': o.warmup = number(optarg, "--warmup", 0, 120); break;
    case 's': o.seconds = number(optarg, "--seconds", 0.1, 120); break;
    case 'd': o.period = number(optarg, "--period", 0, 60000); break;
    case 'h': o.shared = true; break;
    case 'b': o.expected_bytes = (uint64_t)number(optarg, "--expect-bytes", 0, 1e9); break;
    case 'u': o.publish_path = optarg; break;
    case 'r': o.publish_rate = number(optarg, "--publish-rate", 0.01, 10000); break;
    case 'i':
      if (!processes_parse(&o.processes, optarg)) fail("--pids", optarg);
      break;
    default: fail("arguments", "not understood");
    }
  }
  if (optind != argc) fail("unexpected", argv[optind]);
  if (o.port == 0 || !o.path || o.path[0] != '/') fail("needed", "--port and --path");
  if (o.publish_path && o.publish_rate == 0) fail("needed", "--publish-rate");
  return o;
}
