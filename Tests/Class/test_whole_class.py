"""The scripted class: 25 participants and four browsers on a network of their own, five minutes, and a power cut in the middle."""

import os

from classroom import Classroom
from pupil import Pupils
from trespass import Trespass

PARTICIPANTS = 25
BROWSERS = 4
SECONDS = float(os.environ.get("CLASS_SECONDS", "300"))


def test_a_class_of_25_with_four_browsers(tmp_path, class_network):
    with Classroom(tmp_path, class_network, PARTICIPANTS) as room, Pupils(room, BROWSERS) as pupils:
        for pupil in pupils:
            pupil.join()
            pupil.write_and_save()
            pupil.run()
        room.go_on(SECONDS / 4)
        for pupil in pupils:
            pupil.expect_events()
            pupil.look()
            pupil.edit()  # unsaved, as the power fails
        room.go_on(SECONDS / 4)
        room.cut_the_power()
        for pupil in pupils:
            pupil.expect_back()
            pupil.save()
            pupil.run()
        room.go_on(SECONDS / 4)
        people = room.ask_as_presenter("GET", "/api/room").json["participants"]
        here = {entry["name"] for entry in people if entry["here"]}
        assert here == {one.name for one in room.everybody()}
        assert all(entry["scenarios"] == 1 for entry in people), people
        for one in (*pupils, room.participants[0]):
            room.participants[1].trespasses += Trespass(room.participants[1], one).all()
        for pupil in pupils:
            pupil.edit_and_save()
            pupil.expect_events()
            pupil.look()
        room.go_on(SECONDS / 4)
        assert room.finish() == []
        saves = [participant.saves for participant in room.participants]
        print(f"{sum(saves)} saves, {sum(one.trespasses for one in room.participants)} trespasses, {room.restarts} power cut")
        assert min(saves) > 2
