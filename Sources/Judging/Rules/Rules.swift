/// All rules, in the order in which findings are told.
package enum Rules {
  package static let all: [Rule] = [
    ReconnectionEarly.rule, ReconnectionLate.rule, CameBack.rule,
    LastEventID.rule, LastEventIDOlder.rule, LastEventIDUnknown.rule, LastEventIDEncoding.rule,
    OneConnection.rule, Hammering.rule, RetryAfter.rule,
    StaysAway.rule, AfterRefusal.rule, Redirect.rule, Done.rule,
    ClosedEarly.rule, Reading.rule, RequestFields.rule, RepeatedPost.rule, OriginAllowed.rule,
  ]
}
