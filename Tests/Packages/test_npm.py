"""The npm package, installed from its file."""

import subprocess

from serving import Serving, assert_plays


def test_npx_serves_in_a_folder_where_the_file_was_installed(released, tmp_path):
    (tmp_path / "package.json").write_text('{ "private": true }')
    file = released("sse-playground-VERSION-npm-*.tgz")
    subprocess.run(
        ["npm", "install", "--silent", "--offline", "--no-audit", "--no-fund", "--no-save", file], cwd=tmp_path, check=True, timeout=300
    )
    with Serving(["npx", "--no-install", "sse-playground", "serve", "--port", "0"], cwd=tmp_path) as server:
        assert_plays(server.url)
        # npx starts the program as a child, and tells it nothing.
        assert server.stop(group=True) in (0, -15, 143)
