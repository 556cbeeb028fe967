/**
 * A loader that changes nothing and says that a page depends on what the glossary says: a build that takes pages from its
 * cache then makes those anew whose definitions may have changed.
 */
module.exports = function dependsOnTerms(source) {
  this.addDependency(this.getOptions().stamp);
  return source;
};
