"""Compares the list of libraries with the one file: FILE LIST REPOSITORY (of Maven, where the libraries are).

Every library of the list has its classes in the file, and every class in the file is ours or of a library of the list.
"""

import json
import pathlib
import sys
import urllib.parse
import zipfile

file, listing, repository = sys.argv[1:]
packed = {name for name in zipfile.ZipFile(file).namelist() if name.endswith((".class", ".so"))}
listed = set()
for component in json.load(open(listing))["components"]:
    group, name, version = component["group"], component["name"], component["version"]
    if group == "dev.launcho":
        continue
    query = urllib.parse.parse_qs(component["purl"].partition("?")[2])
    classifier = "".join("-" + word for word in query.get("classifier", []))
    jar = pathlib.Path(repository, *group.split("."), name, version, f"{name}-{version}{classifier}.jar")
    entries = {entry for entry in zipfile.ZipFile(jar).namelist() if entry.endswith((".class", ".so"))}
    entries = {entry for entry in entries if not entry.endswith("module-info.class")}
    listed |= entries
    if missing := entries - packed:
        # The compiler numbers inner classes of picocli, which is compiled anew, in its own way.
        if name != "picocli":
            print(f"{name} is listed, but {sorted(missing)[0]} is not in the file")
for entry in sorted(packed - listed):
    if not entry.startswith(("dev/launcho/", "picocli/")):
        print(f"{entry} is in the file, and of no library of the list")
