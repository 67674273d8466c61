"""What Schemathesis cannot make up by itself."""

import schemathesis
from hypothesis import strategies

schemathesis.openapi.media_type("application/gzip", strategies.binary(max_size=300))
