"""A lender's client against the simulator, with unittest: given readings, a fault, and time, each test as its own tenant."""

import unittest

from simulator.testing.atlas import Atlas, running


class LendingTest(unittest.TestCase):
    atlas: Atlas

    def setUp(self) -> None:
        # The simulator that ATLAS_SIMULATOR_URL names, or one of its own; in both cases with a tenant that no other test has.
        self.atlas = self.enterContext(running())
        self.addCleanup(self.atlas.reset)
        self.atlas.canned(document_id="*", document_type="PAN", fields={"pan_number": "ABCPV1234K"})

    def test_a_document_is_read_and_delivered(self) -> None:
        flow = self.atlas.flow_of({"pan": b"any bytes"}, application_id="APP-1")
        self.atlas.wait_for(flow, "SUCCESS", delivered=True)
        (callback,) = self.atlas.inbox.callbacks()
        self.assertEqual(callback["ocr_data"][0]["data"]["pan_number"]["value"], "ABCPV1234K")

    def test_an_expired_link_fails_the_flow(self) -> None:
        self.atlas.faults(point="download", action="expired", document="late")
        flow = self.atlas.flow_of(["pan", "late"])
        self.atlas.wait_for(flow, "FAILED")

    def test_a_late_callback_comes_when_its_time_has_come(self) -> None:
        self.atlas.faults(point="callback", action="delay", delay="30m")
        self.atlas.wait_for(self.atlas.flow_of(["pan"]))
        self.assertEqual(self.atlas.inbox.callbacks(), [])
        self.atlas.clock.advance("31m")
        self.assertEqual(len(self.atlas.inbox.callbacks()), 1)


if __name__ == "__main__":
    unittest.main()
