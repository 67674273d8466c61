/// What a browser asked on behalf of a page before it would send the page's request.
public struct PreflightFacts: Hashable, Sendable {
  public var origin: String
  public var method: String
  public var target: String
  /// Why the answer says no, and what to do about it; nil if it says yes.
  public var refusal: String?
  public var place: Place

  public init(origin: String, method: String, target: String, refusal: String?, place: Place) {
    self.origin = origin
    self.method = method
    self.target = target
    self.refusal = refusal
    self.place = place
  }
}
