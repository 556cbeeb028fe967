/** Docusaurus would load every page whose link is in view: here that is the whole course. Links load on hover and focus. */
module.exports = { __esModule: true, default: () => Promise.resolve() };
