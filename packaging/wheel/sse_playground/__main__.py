import os
import sys
import sysconfig


def find_program():
    """The path where pip put the program: the environment's bin/, or the user's."""
    schemes = [sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user")] if sys.version_info >= (3, 10) else [None, "posix_user"]
    for scheme in schemes:
        folder = sysconfig.get_path("scripts", scheme) if scheme else sysconfig.get_path("scripts")
        program = os.path.join(folder, "sse-playground")
        if os.access(program, os.X_OK):
            return program
    sys.exit("error: sse-playground is not in this environment's bin/: install it again with pip")


if __name__ == "__main__":
    program = find_program()
    os.execv(program, [program, *sys.argv[1:]])
