//! The elements and attributes of SVG that draw, and nothing else.

/// Elements of a drawing.
pub(super) const ELEMENTS: &[&str] = &[
    "a", "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer",
    "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow",
    "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology",
    "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence", "filter", "g", "image",
    "line", "linearGradient", "marker", "mask", "path", "pattern", "polygon", "polyline", "radialGradient", "rect",
    "stop", "style", "svg", "switch", "symbol", "text", "textPath", "title", "tspan", "use", "view",
];

/// Elements that nobody sees: they are left out without a word.
pub(super) const INVISIBLE: &[&str] = &["metadata"];

/// Attributes of a drawing; `style`, `href` and those of accessibility are looked at apart.
pub(super) const ATTRIBUTES: &[&str] = &[
    "alignment-baseline", "amplitude", "azimuth", "background-color", "baseFrequency", "baseProfile", "baseline-shift",
    "bias", "class", "clip", "clip-path", "clip-rule", "clipPathUnits", "color", "color-interpolation",
    "color-interpolation-filters", "color-profile", "color-rendering", "cursor", "cx", "cy", "d", "diffuseConstant",
    "direction", "display", "divisor", "dominant-baseline", "dx", "dy", "edgeMode", "elevation", "enable-background",
    "exponent", "fill", "fill-opacity", "fill-rule", "filter", "filterRes", "filterUnits", "flood-color",
    "flood-opacity", "font", "font-family", "font-size", "font-size-adjust", "font-stretch", "font-style",
    "font-variant", "font-weight", "fr", "fx", "fy", "glyph-orientation-horizontal", "glyph-orientation-vertical",
    "gradientTransform", "gradientUnits", "height", "id", "image-rendering", "in", "in2", "intercept", "isolation", "k1",
    "k2", "k3", "k4", "kernelMatrix", "kernelUnitLength", "kerning", "lang", "lengthAdjust", "letter-spacing",
    "lighting-color", "limitingConeAngle", "line-height", "marker", "marker-end", "marker-mid", "marker-start",
    "markerHeight", "markerUnits", "markerWidth", "mask", "mask-type", "maskContentUnits", "maskUnits", "method",
    "mix-blend-mode", "mode", "numOctaves", "offset", "opacity", "operator", "order", "orient", "overflow",
    "paint-order", "path", "pathLength", "patternContentUnits", "patternTransform", "patternUnits", "pointer-events",
    "points", "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha", "preserveAspectRatio", "primitiveUnits", "r",
    "radius", "refX", "refY", "requiredExtensions", "requiredFeatures", "result", "role", "rotate", "rx", "ry", "scale",
    "seed", "shape-rendering", "side", "slope", "space", "spacing", "specularConstant", "specularExponent",
    "spreadMethod", "startOffset", "stdDeviation", "stitchTiles", "stop-color", "stop-opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity",
    "stroke-width", "surfaceScale", "systemLanguage", "tabindex", "tableValues", "targetX", "targetY", "text-align",
    "text-anchor", "text-decoration", "text-overflow", "text-rendering", "textLength", "transform", "transform-box",
    "transform-origin", "type", "unicode-bidi", "vector-effect", "version", "viewBox", "viewTarget", "visibility",
    "white-space", "width", "word-spacing", "writing-mode", "x", "x1", "x2", "xChannelSelector", "y", "y1", "y2",
    "yChannelSelector", "z", "zoomAndPan",
];
