@testable import Playground
