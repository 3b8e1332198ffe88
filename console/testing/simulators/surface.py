"""What a plugin builds its own simulators with: `from console.plugin import simulators`."""

from console.testing.simulators.acknowledgements import Acknowledgement as Acknowledgement
from console.testing.simulators.acknowledgements import Acknowledgements as Acknowledgements
from console.testing.simulators.agency import Agency as Agency
from console.testing.simulators.http import HttpSimulator as HttpSimulator
from console.testing.simulators.http import Reply as Reply
from console.testing.simulators.http import Request as Request
from console.testing.simulators.http import as_json as as_json
from console.testing.simulators.ledger import Ledger as Ledger
from console.testing.simulators.ledger import Line as Line
from console.testing.simulators.running import Simulators as Simulators
from console.testing.simulators.scenarios import Behaviour as Behaviour
from console.testing.simulators.scenarios import Scenario as Scenario
from console.testing.simulators.scenarios import Step as Step
from console.testing.simulators.signing import fault_of as signature_fault
from console.testing.simulators.signing import signed as signed

__all__ = [
    "Acknowledgement", "Acknowledgements", "Agency", "Behaviour", "HttpSimulator", "Ledger", "Line", "Reply",
    "Request", "Scenario", "Simulators", "Step", "as_json", "signature_fault", "signed",
]  # fmt: skip
