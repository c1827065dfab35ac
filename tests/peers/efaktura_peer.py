"""The eFaktura operator for tests: /usr/bin/python3 efaktura_peer.py PORT FOLDER

HTTPS on 127.0.0.1 with FOLDER/server.pem and server.key, client certificates asked for but not
demanded; lxml reads what comes. Both services: the issuer's (addInvoices ...) and the combined one
(addShipment ...), each with the ids, lengths and fault codes of the operator's description.
FOLDER/behaviour.json is read at every request:
  token, lookup, add, status, shipment, cancel   per call: good (default); http:NNN; fault:CODE; fault:CODE
      once; hang (nothing done, no answer for six seconds); late (done, answered after six seconds);
      cut (done, no answer); cut_before; twice; again (answered once more before the next answer on
      the same connection); garbage
  recipients   {"efaktura:9001": {"match": "EXACT_MATCH", "auto": true, "agreed": true,
               "blocked": false, "identifier": "9001"}}
  state        of every document: "PROCESSED"; or a list, from which each look takes the next and
               the last one stays
  unseen       true: no document has a state yet
  shipped      state of every shipment: "PROCESSED"
FOLDER/log.jsonl gets every request; FOLDER/violations every break of the description.
"""
import http.server
import json
import pathlib
import re
import socket
import ssl
import sys
import threading
import time
import traceback
import uuid

from lxml import etree

PORT, FOLDER = int(sys.argv[1]), pathlib.Path(sys.argv[2])
LOCK = threading.RLock()
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ISSUER = "https://efaktura-services.nets.no/invoicing-nets-submitter/v1/"
COMBO = "https://efaktura-services.nets.no/efaktura-atg-service/v2/submitter/v1/"
UUID = re.compile(r"[a-f0-9]{8}-([a-f0-9]{4}-){3}[a-f0-9]{12}")
KINDS = {"INVOICE", "CREDIT_NOTE", "REMINDER", "COLLECTION_NOTICE", "DUNNING", "PAYMENT_REQUEST",
         "ENFORCEMENT_WARNING"}
PAYMENTS = {"EFAKTURA", "EFAKTURA_AND_AVTALEGIRO", "EFAKTURA_AND_EXTERNAL_AVTALEGIRO", "AVTALEGIRO"}
CALLS = {"getEfakturaIdentifiers": "lookup", "addInvoices": "add", "addShipment": "add",
         "getInvoiceStatus": "status", "getTransactionStatus": "status",
         "getConsignmentStatus": "shipment", "getShipmentStatus": "shipment",
         "cancelInvoice": "cancel", "cancelTransaction": "cancel"}
SECONDS = 6
documents, shipments, tokens, once = {}, set(), set(), set()


def behaviour():
    path = FOLDER / "behaviour.json"
    return json.loads(path.read_text()) if path.exists() else {}


def violation(text):
    with LOCK, open(FOLDER / "violations", "a") as out:
        out.write(text + "\n")


def local(element):
    return etree.QName(element).localname


def text(element, name, needed=True):
    found = element.find(f".//{{*}}{name}")
    value = "" if found is None else (found.text or "")
    if needed and not value:
        violation(f"{local(element)} without {name}")
    return value


def envelope(space, inside):
    return (f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{SOAP}"><s:Body>'
            f'{inside.replace("NS", space)}</s:Body></s:Envelope>').encode()


class Fault(Exception):
    def __init__(self, code, words=""):
        self.code, self.words = code, words or f"error {code}"


def fault_body(fault):
    return envelope("", f'<s:Fault><faultcode>s:Server</faultcode><faultstring>refused</faultstring>'
                        f'<detail><f:validationFault xmlns:f="{ISSUER}"><errorCode>{fault.code}'
                        f'</errorCode><errorMessage>{fault.words}</errorMessage></f:validationFault>'
                        f'</detail></s:Fault>')


def lookup(space, request):
    consumer = request.find(".//{*}consumer")
    if consumer is None or len(consumer) != 1:
        raise Fault("5003", "one identifier is needed")
    schemes = {"efakturaIdentifier": "efaktura", "socialSecurityNumber": "nin-no",
               "phone": "msisdn", "email": "email"}
    value = (consumer[0].text or "").lstrip("+")
    who = f"{schemes[local(consumer[0])]}:{value}"
    known = behaviour().get("recipients", {}).get(who, {"match": "NO_MATCH"})
    inside = f"<responseResult>{known['match']}</responseResult>"
    if known["match"] == "EXACT_MATCH":
        flag = {True: "true", False: "false"}
        inside += (f"<efakturaIdentifier>{known['identifier']}</efakturaIdentifier>"
                   f"<hasAutoAcceptAgreement>{flag[known.get('auto', True)]}</hasAutoAcceptAgreement>"
                   f"<hasEfakturaAgreement>{flag[known.get('agreed', False)]}</hasEfakturaAgreement>"
                   f"<blockedByReceiver>{flag[known.get('blocked', False)]}</blockedByReceiver>")
    return f'<getEfakturaIdentifiersResponse xmlns="NS">{inside}</getEfakturaIdentifiersResponse>'


def check_document(one):
    if text(one, "documentType") not in KINDS or text(one, "paymentType") not in PAYMENTS:
        violation("document or payment type")
    if not 1 <= len(text(one, "invoiceNumber")) <= 100:
        violation("invoiceNumber length")
    if not re.fullmatch(r"\d+\.\d{2}", text(one, "amount")):
        violation("amount " + text(one, "amount"))
    if not re.fullmatch(r"\d{11}", text(one, "accountNumber")):
        violation("accountNumber")
    for url in one.iterfind(".//{*}url"):
        if not (url.text or "").startswith("https://"):
            violation("url " + str(url.text))
    if one.find("{*}efakturaIdentifier") is None:
        raise Fault("5003", "no recipient")


def keep(document_id, one):
    documents[document_id] = {"bytes": etree.tostring(one, method="c14n"), "cancelled": False,
                              "looks": 0}


def add_invoices(space, request):
    consignment = text(request, "consignmentId")
    if not 1 <= len(consignment) <= 40:
        violation("consignmentId length")
    if consignment in shipments:
        raise Fault("209", "duplicate consignmentId")
    for one in request.iterfind("{*}invoices/{*}invoice"):
        check_document(one)
        keep(consignment, one)
    shipments.add(consignment)
    return '<addInvoicesResponse xmlns="NS"/>'


def add_shipment(space, request):
    shipment = text(request, "shipmentId")
    if not UUID.fullmatch(shipment) or not re.fullmatch(r"\d{9}", text(request, "issuer")):
        violation("shipmentId or issuer")
    if shipment in shipments:
        raise Fault("3002", "shipment id exists")
    for one in request.iterfind("{*}transactions/{*}transaction"):
        check_document(one)
        if text(one, "documentType") != "INVOICE":
            raise Fault("3100", "only INVOICE")
        transaction = text(one, "transactionId")
        if not UUID.fullmatch(transaction):
            violation("transactionId")
        keep(transaction, one)
    shipments.add(shipment)
    return '<addShipmentResponse xmlns="NS"/>'


def document_of(request, name):
    found = documents.get(text(request, name))
    if found is None:
        raise Fault("5004", "not found")
    return found


def state_of(found):
    if found["cancelled"]:
        return "CANCELLED"
    states = behaviour().get("state", "PROCESSED")
    if isinstance(states, str):
        return states
    found["looks"] += 1
    return states[min(found["looks"], len(states)) - 1]


def status(space, request):
    found = document_of(request, "transactionId" if space == COMBO else "consignmentId")
    if behaviour().get("unseen"):
        raise Fault("5004", "not found")
    state = state_of(found)
    reason = "<rejectReason>Account not owned</rejectReason>" if state == "REJECTED" else ""
    if space == COMBO:
        return (f'<getTransactionStatusResponse xmlns="NS"><efakturaStatus>{state}</efakturaStatus>'
                f'{reason}</getTransactionStatusResponse>')
    return (f'<getInvoiceStatusResponse xmlns="NS"><status>{state}</status>{reason}'
            f'</getInvoiceStatusResponse>')


def shipment(space, request):
    if text(request, "shipmentId" if space == COMBO else "consignmentId") not in shipments:
        raise Fault("201", "no consignment")
    state = behaviour().get("shipped", "PROCESSED")
    return f'<{local(request)}Response xmlns="NS"><status>{state}</status></{local(request)}Response>'


def cancel(space, request):
    found = document_of(request, "transactionId" if space == COMBO else "consignmentId")
    if found["cancelled"]:
        raise Fault("5006", "already cancelled")
    if state_of(found) == "PAID":
        raise Fault("5005", "cancellation on paid invoice")
    found["cancelled"] = True
    return f'<{local(request)}Response xmlns="NS"/>'


WORK = {"getEfakturaIdentifiers": lookup, "addInvoices": add_invoices, "addShipment": add_shipment,
        "getInvoiceStatus": status, "getTransactionStatus": status,
        "getConsignmentStatus": shipment, "getShipmentStatus": shipment, "cancelInvoice": cancel,
        "cancelTransaction": cancel}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    again = None

    def answer(self, status_code, body, kind="text/xml; charset=utf-8"):
        again, self.again = self.again, None
        if again:
            self.answer(*again)
        self.send_response(status_code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def close_now(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def wish(self, call):
        wish = behaviour().get(call, "good")
        if not wish.endswith(" once"):
            return wish
        if call in once:
            return "good"
        once.add(call)
        return wish.removesuffix(" once")

    def grant(self):
        if self.wish("token") != "good":
            return self.answer(int(self.wish("token")[5:]), b"{}", "application/json")
        token = uuid.uuid4().hex
        tokens.add(token)
        body = json.dumps({"access_token": token, "token_type": "Bearer", "expires_in": 300})
        self.answer(200, body.encode(), "application/json")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/token":
            if b"client_id=airut&client_secret=hush%26hush" not in body:
                return self.answer(401, b"{}", "application/json")
            return self.grant()
        if self.path == "/test/forget_tokens":
            tokens.clear()
            return self.answer(200, b"{}")
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in tokens and not self.connection.getpeercert():
            return self.answer(401, b"")
        request = etree.fromstring(body)[0][0]
        operation, space = local(request), etree.QName(request).namespace
        with LOCK, open(FOLDER / "log.jsonl", "a") as out:
            out.write(json.dumps({"operation": operation, "body": body.decode(),
                                  "action": self.headers.get("SOAPAction", "")}) + "\n")
        if self.headers.get("SOAPAction") != f'"{space}{operation}"':
            violation("SOAPAction " + str(self.headers.get("SOAPAction")))
        if not 5 <= len(text(request, "messageIdentifier")) <= 50:
            violation("messageIdentifier length")
        self.act(CALLS[operation], lambda: WORK[operation](space, request), space)

    def act(self, call, work, space):
        wish = self.wish(call)
        if wish.startswith("http:"):
            return self.answer(int(wish[5:]), b"forced")
        if wish.startswith("fault:"):
            return self.answer(500, fault_body(Fault(wish[6:])))
        if wish == "garbage":
            return self.answer(200, b"<html>maintenance</html>")
        if wish == "hang":
            time.sleep(SECONDS)
            return self.close_now()
        if wish == "cut_before":
            return self.close_now()
        try:
            with LOCK:
                code, reply = 200, envelope(space, work())
        except Fault as fault:
            code, reply = 500, fault_body(fault)
        if wish == "cut":
            return self.close_now()
        if wish == "late":
            time.sleep(SECONDS)
        self.answer(code, reply)
        if wish == "twice":
            self.answer(code, reply)
        if wish == "again":
            self.again = code, reply

    def do_GET(self):
        with LOCK:
            shown = {key: {"cancelled": one["cancelled"], "bytes": one["bytes"].decode()}
                     for key, one in documents.items()}
        self.answer(200, json.dumps(shown).encode(), "application/json")

    def log_message(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(FOLDER / "server.pem", FOLDER / "server.key")
context.load_verify_locations(FOLDER / "ca.pem")
context.verify_mode = ssl.CERT_OPTIONAL


class Server(http.server.ThreadingHTTPServer):
    def get_request(self):
        connection, address = super().get_request()
        return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_):
        if not isinstance(sys.exc_info()[1], OSError):  # clients that went away
            traceback.print_exc()


Server(("127.0.0.1", PORT), Handler).serve_forever()
