@testable import Scenarios
