/// Why something failed, as a text for people: the cause and, where there is one, the remedy.
package struct Failure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
