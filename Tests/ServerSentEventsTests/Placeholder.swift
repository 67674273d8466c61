@testable import ServerSentEvents
