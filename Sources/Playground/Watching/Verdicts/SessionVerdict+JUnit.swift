import Judging

extension SessionVerdict {
  /// The verdict as a JUnit report: a test suite with a case for each finding and each expectation.
  ///
  /// Faults and expectations that are not met are failures. Undecided expectations are skipped. Warnings are the output of their cases.
  var junit: String {
    var cases: [(group: String, name: String, inside: String)] = []
    for result in verdict.expectations {
      let inside =
        switch result.state {
        case .met: ""
        case .failed: failure(result.sentence, evidence(result.evidence))
        case .undecided: "<skipped message=\"\(Self.escaped(result.sentence))\"/>"
        }
      cases.append(("expect", "\(result.key): \(result.expected)", inside))
    }
    for client in verdict.clients {
      for finding in client.findings {
        cases.append(("client \(client.number)", "\(finding.rule): \(finding.sentence)", inside(finding)))
      }
    }
    for finding in verdict.findings {
      cases.append(("pages", "\(finding.rule): \(finding.sentence)", inside(finding)))
    }
    if cases.isEmpty {
      cases.append(("session", "verdict", "<skipped message=\"\(Self.escaped(verdict.line))\"/>"))
    }
    let failures = cases.count { $0.inside.hasPrefix("<failure") }
    let skipped = cases.count { $0.inside.hasPrefix("<skipped") }
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites><testsuite name=\"session \(Self.escaped(key.description))\" tests=\"\(cases.count)\" failures=\"\(failures)\" skipped=\"\(skipped)\">",
    ]
    for (group, name, inside) in cases {
      lines.append(
        "<testcase classname=\"\(Self.escaped(group))\" name=\"\(Self.escaped(name))\">\(inside)</testcase>")
    }
    lines.append("</testsuite></testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private func inside(_ finding: Finding) -> String {
    switch finding.severity {
    case .fault: failure(finding.sentence, evidence(finding.evidence))
    case .warning:
      "<system-out>warning: \(Self.escaped(evidence(finding.evidence).joined(separator: "\n")))</system-out>"
    case .note, .fine: ""
    }
  }

  private func failure(_ sentence: String, _ evidence: [String]) -> String {
    "<failure message=\"\(Self.escaped(sentence))\">\(Self.escaped(evidence.joined(separator: "\n")))</failure>"
  }

  /// Characters that XML does not allow are replaced by U+FFFD. <https://www.w3.org/TR/xml/#charsets>
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
