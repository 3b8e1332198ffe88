from tests.support.house import House, post
def test_look(lite_house: House) -> None:
    for who in ("claire","luca","petra","nora","ruth","sofie"):
        b = lite_house.browser(who)
        for path in ("/users/","/roles/","/me/mandates/","/users/add","/users/1","/users/1/edit","/users/2/edit","/users/2/link","/users/2/remove","/users/companies?q=bou", "/ch_fund/employee/list/","/ch_fund/company/list/"):
            r = b.get(path)
            print(who, path, r.status_code, r.location)
        if who=="claire":
            open("/tmp/users/users.html","w").write(b.get("/users/").text)
    assert 0
