# The usual ways to run things: `just build`, `just serve`, …  Each line works without just as well.

# Build the sample handbook into site/
build:
    cargo run -- build

# Show the sample handbook in the browser, and again after each change
serve:
    cargo run -- serve --open

# Report all problems of the sample handbook
check:
    cargo run -- check

# Run the tests that need nothing but Rust
test:
    cargo test

# Run everything that a change must pass: formatting, lints, docs, all tests, valid HTML
ci:
    .ci/run

# Check what the program stands on: licences, sources, versions, and known vulnerabilities from the RustSec database
deny:
    cargo deny --locked check

# Write the bill of materials of the release, clausebook.cdx.json (CycloneDX 1.5): every crate that is compiled into the program
sbom:
    command -v cargo-cyclonedx >/dev/null || cargo install --locked cargo-cyclonedx@0.5.9
    cargo cyclonedx --quiet --format json --spec-version 1.5 --describe binaries --no-build-deps
    sed 's|path+file://[^"#]*#|#|g' clausebook_bin.cdx.json >clausebook.cdx.json
    rm clausebook_bin.cdx.json

# Measure each stage of a build; other benches: search, serve, rebuild, against_hugo
bench name="stages":
    cargo bench --bench {{name}}
