#!/usr/bin/env python3
"""A clearing house for AvtaleGiro: reads transmissions with a parser of its own, byte by byte, and
writes what it answers. Records as in Nets' system specifications for AvtaleGiro and OCR giro.

  clearing_house.py read FILE...                  what the files ask for, as JSON; exit 1 when one of
                                                  them would be refused, with the reason
  clearing_house.py receipt TRANSMISSION [REASON] L226, or with a reason its refusal
  clearing_house.py rejected REASON CLAIM...      L00202; CLAIM is transmission/assignment/place/kid
  clearing_house.py mandates ACCOUNT KIND KID...  KIND 0 full list, 1 new or changed, 2 ended;
                                                  KID:J wants a notice
  clearing_house.py ocr ACCOUNT DAY TYPE PAY...   PAY is kid:ore; DAY is YYYY-MM-DD; TYPE 15, 10
"""
import datetime
import json
import re
import sys
import time


class Refused(Exception):
    pass


def need(truth, reason):
    if not truth:
        raise Refused(reason)


def mod10(base):
    total = 0
    for i, c in enumerate(reversed(base)):
        product = int(c) * (2 if i % 2 == 0 else 1)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


def mod11(base):
    total = sum(int(c) * (2 + i % 6) for i, c in enumerate(reversed(base)))
    rest = total % 11
    return "0" if rest == 0 else "-" if rest == 1 else str(11 - rest)


def day(text):
    return datetime.datetime.strptime(text, "%d%m%y").date()


class Transmission:
    """Reads one; every place of every record is looked at."""

    def __init__(self, data):
        need(data and len(data) % 82 == 0, "the file is no row of 80 bytes and CRLF")
        self.records = []
        for at in range(0, len(data), 82):
            need(data[at + 80:at + 82] == b"\r\n", f"record {at // 82 + 1} does not end with CRLF")
            self.records.append(data[at:at + 80].decode("iso-8859-1"))
        self.at = 0
        self.sum = self.count = 0
        self.earliest = None
        self.assignments = []
        self.read()

    def take(self, head):
        need(self.at < len(self.records), f"the file ends before {head}")
        record = self.records[self.at]
        need(re.fullmatch(head, record[:8]), f"record {self.at + 1} is {record[:8]}, not {head}")
        self.at += 1
        return record

    def zeros(self, record, start):
        need(set(record[start - 1:]) <= {"0"}, f"record {self.at} is not filled with zeros")

    def read(self):
        start = self.take("NY000010")
        self.unit, self.number = start[8:16], int(start[16:23])
        need(self.unit != "00008080" and self.unit.isdigit(), "the sender is not a customer unit")
        need(start[23:31] == "00008080", "the recipient is not the clearing house")
        need(self.number > 0, "the transmission has no number")
        self.zeros(start, 32)
        while self.records[self.at][:8] != "NY000089":
            self.assignment()
        end = self.take("NY000089")
        need(self.at == len(self.records), "something stands behind the end")
        need(int(end[8:16]) == self.count, "the end tells another number of transactions")
        need(int(end[16:24]) == len(self.records), "the end tells another number of records")
        need(int(end[24:41]) == self.sum, "the end tells another sum")
        need(day(end[41:47]) == self.earliest, "the end tells another earliest day")
        self.zeros(end, 48)

    def assignment(self):
        first = self.at
        start = self.take("NY21(00|36)20")
        withdraws = start[4:6] == "36"
        self.zeros(start[:17], 9)
        number, account = int(start[17:24]), start[24:35]
        need(mod11(account[:10]) == account[10], f"{account} is no account")
        self.zeros(start, 36)
        claims = []
        while self.records[self.at][6:8] == "30":
            claims.append(self.claim(withdraws, len(claims) + 1))
        end = self.take("NY21" + ("36" if withdraws else "00") + "88")
        days = [c["due"] for c in claims]
        total = sum(c["ore"] for c in claims)
        need(claims, "an assignment is empty")
        need(int(end[8:16]) == len(claims), "an assignment tells another number of claims")
        need(int(end[16:24]) == self.at - first, "an assignment tells another number of records")
        need(int(end[24:41]) == total, "an assignment tells another sum")
        need(day(end[41:47]) == min(days) and day(end[47:53]) == max(days), "days do not agree")
        self.zeros(end, 54)
        self.count += len(claims)
        self.sum += total
        self.earliest = min([self.earliest or min(days)] + days)
        for claim in claims:
            claim["due"] = claim["due"].isoformat()
        self.assignments.append({"number": number, "account": account, "withdraws": withdraws,
                                 "claims": claims})

    def claim(self, withdraws, number):
        first = self.take("NY2193" + "30" if withdraws else "NY21(02|21)30")
        kind = first[4:6]
        need(int(first[8:15]) == number, "claims are not numbered in their order")
        need(first[21:32] == " " * 11, "the filler of item 1 is not blank")
        kid = first[49:74]
        need(kid == kid.strip().rjust(25), "the KID does not stand at the right")
        kid = kid.strip()
        need(re.fullmatch(r"\d{3,24}[\d-]", kid), f"{kid} is no KID")
        need(kid[-1] in (mod10(kid[:-1]), mod11(kid[:-1])), f"{kid} has a wrong control digit")
        self.zeros(first, 75)
        second = self.take("NY21" + kind + "31")
        need(second[8:15] == first[8:15], "item 2 belongs to another claim")
        need(second[25:50] == " " * 25, "the filler of item 2 is not blank")
        self.zeros(second, 76)
        text = []
        while self.at < len(self.records) and self.records[self.at][6:8] == "49":
            line = self.take("NY212149")
            need(kind == "21", "a claim that the payee tells of has a specification")
            need(line[8:15] == first[8:15] and line[15] == "4", "a specification is misplaced")
            need(1 <= int(line[16:19]) <= 42 and line[19] in "12", "a line stands nowhere")
            need(line[20:60].strip(), "an empty line was sent")
            self.zeros(line, 61)
            text.append(line[20:60].rstrip())
        return {"type": kind, "due": day(first[15:21]), "ore": int(first[32:49]), "kid": kid,
                "payer": second[15:25].rstrip(), "reference": second[50:75].rstrip(), "text": text}

    def told(self):
        return {"unit": self.unit, "number": self.number, "assignments": self.assignments}


def transmission(lines):
    """From the clearing house; each has a number of its own."""
    start = f"NY00001000008080{time.time_ns() // 1000 % 9999999 + 1:07}12345678"
    return b"".join(line.ljust(80, "0").encode("iso-8859-1") + b"\r\n" for line in [start] + lines)


def mandates(account, kind, kids):
    lines = [f"NY212420{0:09}{2:07}{account}"]
    for i, kid in enumerate(kids, 1):
        kid, _, wish = kid.partition(":")
        lines.append(f"NY219470{i:07}{kind}{kid:>25}{wish or 'N'}")
    count = len(kids)
    lines += [f"NY212488{count:08}{count + 2:08}", f"NY000089{count:08}{count + 4:08}"]
    return transmission(lines)


def ocr(account, when, kind, pays):
    when = datetime.date.fromisoformat(when).strftime("%d%m%y")
    lines = [f"NY090020{1:09}{3:07}{account}"]
    total = 0
    for i, pay in enumerate(pays, 1):
        kid, _, ore = pay.partition(":")
        total += int(ore)
        lines.append(f"NY09{kind}30{i:07}{when}01{when[:2]}1{i:05}0{int(ore):017}{kid:>25}")
        lines.append(f"NY09{kind}31{i:07}{i:010}{i:09}0000000{when}99990512341")
    count = len(pays)
    lines += [f"NY090088{count:08}{2 * count + 2:08}{total:017}{when}{when}{when}",
              f"NY000089{count:08}{2 * count + 4:08}{total:017}{when}"]
    return transmission(lines)


def rejected(reason, claims):
    rows = ["L00202 AVVISTE OPPDRAG OG TRANSAKSJONER",
            "Type;Forsendelsesnummer;Oppdragsnummer;Transaksjonsnummer;KID;Feilmelding"]
    for claim in claims:
        transmission, assignment, place, kid = claim.split("/")
        rows.append(f"Feil;{transmission};{assignment};{place};{kid};{reason}")
    return "\r\n".join(rows).encode("iso-8859-1") + b"\r\n"


def receipt(number, reason):
    rows = ["L226 KVITTERING FOR FORSENDELSE", f"Forsendelsesnummer : {int(number):07}",
            "Status : " + (f"AVVIST, {reason}" if reason else "MOTTATT")]
    return "\r\n".join(rows).encode("iso-8859-1") + b"\r\n"


def main(words):
    command, rest = words[0], words[1:]
    if command == "read":
        try:
            told = [Transmission(open(name, "rb").read()).told() for name in rest]
        except (Refused, ValueError) as fault:
            print(fault)
            return 1
        print(json.dumps(told))
        return 0
    if command == "receipt":
        answer = receipt(rest[0], rest[1] if len(rest) > 1 else "")
    elif command == "rejected":
        answer = rejected(rest[0], rest[1:])
    elif command == "mandates":
        answer = mandates(rest[0], rest[1], rest[2:])
    elif command == "ocr":
        answer = ocr(rest[0], rest[1], rest[2], rest[3:])
    else:
        print(__doc__)
        return 2
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
