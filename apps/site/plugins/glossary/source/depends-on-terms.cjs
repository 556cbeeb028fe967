/**
 * A loader that changes nothing and says that a page depends on the term files: a build that takes pages from its cache
 * then makes those anew whose definitions may have changed.
 */
module.exports = function dependsOnTerms(source) {
  this.addContextDependency(this.getOptions().terms);
  return source;
};
