import MicroHTTP
import Scenarios

extension StreamEnding {
  init(_ ending: Ending) {
    switch ending {
    case .complete: self = .complete
    case .truncate: self = .truncate
    case .reset: self = .reset
    }
  }
}

extension StreamHead.Framing {
  init(_ framing: ResponseHead.Framing) {
    switch framing {
    case .chunked: self = .chunked
    case .length(let length): self = .length(length)
    case .closeDelimited: self = .closeDelimited
    }
  }
}
