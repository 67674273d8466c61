/// What a browser asked on behalf of a page before it would send the page's request.
package struct PreflightFacts: Hashable, Sendable {
  package var origin: String
  package var method: String
  package var target: String
  /// Why the answer says no, and what to do about it; nil if it says yes.
  package var refusal: String?
  package var place: Place

  package init(origin: String, method: String, target: String, refusal: String?, place: Place) {
    self.origin = origin
    self.method = method
    self.target = target
    self.refusal = refusal
    self.place = place
  }
}
