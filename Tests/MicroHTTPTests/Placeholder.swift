@testable import MicroHTTP
