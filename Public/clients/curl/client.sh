#!/bin/sh
# Prints an event stream as it arrives: sh client.sh [URL] [LAST-EVENT-ID]
url=${1:-http://127.0.0.1:8000/events}
last_event_id=${2:-}

# --no-buffer (-N) shows each event immediately; without it curl collects them when its output is a file or a pipe.
# --fail-with-body exits with 22 when the server refuses, and still shows why.
# curl does not reconnect: to resume where a stream was cut, send the last id that arrived.
exec curl --no-buffer --silent --show-error --fail-with-body \
  --header 'Accept: text/event-stream' ${last_event_id:+--header "Last-Event-ID: $last_event_id"} "$url"
