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

# Measure each stage of a build; other benches: search, serve, rebuild, against_hugo
bench name="stages":
    cargo bench --bench {{name}}
