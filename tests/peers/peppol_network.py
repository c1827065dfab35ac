"""A small Peppol network for tests: /usr/bin/python3 peppol_network.py DNS SMP AS4 FOLDER

A name server (UDP), a register (SMP, HTTP) and an access point (AS4, HTTPS) on those ports of
127.0.0.1, on lxml, python3-cryptography and python3-xmlsec: nothing of it is Airut's.
FOLDER holds server.pem/.key for TLS, smp, receiver and stranger .pem/.key, and network.json, which
is read again at every question: participants by value, each with
  types    document types that it takes ("*" at the end of a customization: wildcard scheme)
  process  the process of all of them
  dns      found (default), none, servfail, silent
  smp      good (default), broken_signature, untrusted, http500, gone, redirect, redirect_loop,
           other_participant, expired, plain_http, wrong_key, half, empty, sha1 (the whole
           signature), sha1_digest (of the entry alone)
  as4      good (default), duplicate, not_serviced, error:CODE, unsigned_error:CODE, unsigned,
           wrong_digest, wrong_signer, other_message, nothing, cut, http502, http404, lost_once,
           late (after eight seconds), twice (the answer and the same again),
           twice_late (the same again before the next answer on that connection)
  at, register   another address of the participant's access point, or of his register
Every message that was opened is appended to FOLDER/as4.log as JSON; its payload goes to
FOLDER/payloads/N.
"""
import base64
import gzip
import hashlib
import http.server
import json
import pathlib
import re
import socket
import ssl
import struct
import sys
import threading
import time
import urllib.parse
import uuid

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

DNS, SMP, AS4 = (int(one) for one in sys.argv[1:4])
FOLDER = pathlib.Path(sys.argv[4])
LOCK, SEEN = threading.Lock(), {}
S12 = "http://www.w3.org/2003/05/soap-envelope"
EB = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/"
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE, WSU = WSS + "wssecurity-secext-1.0.xsd", WSS + "wssecurity-utility-1.0.xsd"
X509 = WSS + "x509-token-profile-1.0#X509v3"
DS = "http://www.w3.org/2000/09/xmldsig#"
XENC = "http://www.w3.org/2001/04/xmlenc#"
BUSDOX = "http://busdox.org/serviceMetadata/publishing/1.0/"
N = {"s": S12, "eb": EB, "wsse": WSSE, "ds": DS, "xenc": XENC}


def network():
    return json.loads((FOLDER / "network.json").read_text())


def certificate_base64(name):
    pem = (FOLDER / f"{name}.pem").read_text()
    return "".join(pem.split("-----")[2].split())


def participant_label(value):
    digest = hashlib.sha256(value.lower().encode()).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


# --- name server -------------------------------------------------------------------------------

def text(value):
    return bytes([len(value)]) + value.encode()


def naptr_answer(found, here):
    other = struct.pack("!HH", 90, 1) + text("S") + text("Other:X") + text("") + b"\0"
    ours = struct.pack("!HH", 100, 10) + text("U") + text("Meta:SMP") + text(f"!.*!{here}!") + b"\0"
    answer = b""
    for data in (ours, other) if found else ():
        answer += b"\xc0\x0c" + struct.pack("!HHIH", 35, 1, 60, len(data)) + data
    return answer


def serve_names():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", DNS))
    while True:
        query, who = server.recvfrom(2048)
        end, labels = 12, []
        while query[end]:
            labels.append(query[end + 1:end + 1 + query[end]].decode())
            end += query[end] + 1
        question = query[12:end + 5]
        known = {participant_label(value): one for value, one in network().items()}
        one = known.get(labels[0].lower())
        what = "none" if one is None else one.get("dns", "found")
        if what == "silent":
            continue
        code = {"none": 3, "servfail": 2}.get(what, 0)
        here = (one or {}).get("register", f"http://127.0.0.1:{SMP}")
        answer = naptr_answer(what == "found", here)
        count = 2 if what == "found" else 0
        head = query[:2] + struct.pack("!HHHHH", 0x8580 | code, 1, count, 0, 0)
        server.sendto(head + question + answer, who)


# --- register ----------------------------------------------------------------------------------

def scheme_of(document_type):
    family = "*::" in document_type or "##urn:peppol:pint:" in document_type
    return "peppol-doctype-wildcard" if family else "busdox-docid-qns"


def identifiers(value, document_type):
    return (f'<ids:ParticipantIdentifier scheme="iso6523-actorid-upis">{value}'
            f'</ids:ParticipantIdentifier><ids:DocumentIdentifier '
            f'scheme="{scheme_of(document_type)}">{document_type}</ids:DocumentIdentifier>')


def entry_of(value, document_type, one):
    how = one.get("smp", "good")
    if how in ("redirect", "redirect_loop") or (how == "redirect_wrong"):
        uid = "CN=SMP000004,O=T,C=FI" if how != "redirect_wrong" else "CN=SMP000009,O=T,C=FI"
        body = (f'<Redirect href="http://127.0.0.1:{SMP}/moved/{urllib.parse.quote(value)}">'
                f'<CertificateUID>{uid}</CertificateUID></Redirect>')
        return f'<ServiceMetadata>{body}</ServiceMetadata>'
    if how == "other_participant":
        value = "0192:000000000"
    until = "2020-01-01T00:00:00Z" if how == "expired" else "2036-01-01T00:00:00Z"
    here = ("http" if how == "plain_http" else "https") + f"://localhost:{AS4}/as4"
    address = one.get("at", here)
    key = "stranger" if how == "wrong_key" else one.get("certificate", "receiver")
    return (
        f'<ServiceMetadata><ServiceInformation>{identifiers(value, document_type)}<ProcessList>'
        f'<Process><ids:ProcessIdentifier scheme="cenbii-procid-ubl">{one["process"]}'
        f'</ids:ProcessIdentifier><ServiceEndpointList>'
        f'<Endpoint transportProfile="peppol-transport-as4-v2_0">'
        f'<EndpointReference xmlns="http://www.w3.org/2005/08/addressing"><Address>{address}'
        f'</Address></EndpointReference><RequireBusinessLevelSignature>false'
        f'</RequireBusinessLevelSignature><ServiceActivationDate>2020-01-01T00:00:00Z'
        f'</ServiceActivationDate><ServiceExpirationDate>{until}</ServiceExpirationDate>'
        f'<Certificate>{certificate_base64(key)}</Certificate>'
        f'<ServiceDescription>test</ServiceDescription></Endpoint></ServiceEndpointList></Process>'
        f'</ProcessList></ServiceInformation></ServiceMetadata>')


def signed_entry(value, document_type, one):
    how = one.get("smp", "good")
    root = etree.fromstring(
        f'<SignedServiceMetadata xmlns="{BUSDOX}" '
        f'xmlns:ids="http://busdox.org/transport/identifiers/1.0/">'
        f'{entry_of(value, document_type, one)}</SignedServiceMetadata>')
    make, sum_up = xmlsec.Transform.RSA_SHA256, xmlsec.Transform.SHA256
    if how == "sha1":
        make = xmlsec.Transform.RSA_SHA1
    if how in ("sha1", "sha1_digest"):
        sum_up = xmlsec.Transform.SHA1
    signature = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N, make)
    root.append(signature)
    reference = xmlsec.template.add_reference(signature, sum_up, uri="")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    data = xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
    xmlsec.template.x509_data_add_certificate(data)
    signer = "receiver" if how == "untrusted" else "smp"
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(str(FOLDER / f"{signer}.key"), xmlsec.KeyFormat.PEM)
    context.key.load_cert_from_file(str(FOLDER / f"{signer}.pem"), xmlsec.KeyFormat.PEM)
    context.sign(signature)
    bytes_out = etree.tostring(root)
    if how == "broken_signature":
        bytes_out = bytes_out.replace(b"/as4<", b"/as5<")
    if how in ("half", "empty"):
        bytes_out = bytes_out[:len(bytes_out) // 2 if how == "half" else 0]
    return bytes_out


class Register(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with LOCK, open(FOLDER / "smp.log", "a") as log:
            log.write(self.path + "\n")
        parts = [urllib.parse.unquote(part) for part in self.path.strip("/").split("/")]
        moved = parts[0] == "moved"
        value = parts[1] if moved else parts[0].partition("::")[2]
        one = network().get(value)
        if one is None or one.get("smp") == "gone":
            return self.reply(404)
        if one.get("smp") == "http500":
            return self.reply(500, b"broken")
        if moved:
            how = "redirect" if one["smp"] == "redirect_loop" else "good"
            return self.reply(200, signed_entry(value, one["types"][0], dict(one, smp=how)))
        if len(parts) == 1:
            return self.reply(200, self.group(value, one))
        wanted = parts[2].partition("::")[2]
        if wanted not in one["types"]:
            return self.reply(404)
        return self.reply(200, signed_entry(value, wanted, one))

    def group(self, value, one):
        links = "".join(
            f'<ServiceMetadataReference href="http://x/iso6523-actorid-upis%3A%3A'
            f'{urllib.parse.quote(value, safe="")}/services/'
            f'{urllib.parse.quote(scheme_of(kind) + "::" + kind, safe="")}"/>'
            for kind in one["types"])
        return (f'<ServiceGroup xmlns="{BUSDOX}" '
                f'xmlns:ids="http://busdox.org/transport/identifiers/1.0/">'
                f'<ids:ParticipantIdentifier scheme="iso6523-actorid-upis">{value}'
                f'</ids:ParticipantIdentifier><ServiceMetadataReferenceCollection>{links}'
                f'</ServiceMetadataReferenceCollection></ServiceGroup>').encode()

    def log_message(self, *_):
        pass


# --- access point ------------------------------------------------------------------------------

def split(content_type, body):
    boundary = re.search(r'boundary="?([^";]+)', content_type).group(1).encode()
    parts = []
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, rest = part.lstrip(b"\r\n").partition(b"\r\n\r\n")
        cid = re.search(rb"(?i)content-id:\s*<?([^>\s]+)", head)
        parts.append((cid.group(1).decode() if cid else "", rest[:-2]))
    return parts


def c14n(element):
    return etree.tostring(element, method="c14n", exclusive=True)


def open_message(content_type, body):
    """What was sent, with its references; raises when it does not hold."""
    parts = split(content_type, body)
    soap, (cid, encrypted) = etree.fromstring(parts[0][1]), parts[1]
    key = serialization.load_pem_private_key((FOLDER / "receiver.key").read_bytes(), None)
    wrapped = base64.b64decode(soap.findtext(".//xenc:CipherValue", None, N))
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    packed = AESGCM(key.decrypt(wrapped, oaep)).decrypt(encrypted[:12], encrypted[12:], None)
    signature = soap.find(".//ds:Signature", N)
    info = signature.find("ds:SignedInfo", N)
    references = []
    for one in info.iterfind("ds:Reference", N):
        uri = one.get("URI")
        if uri == "cid:" + cid:
            data = packed
        else:
            data = c14n(soap.xpath(f"//*[@*[local-name()='Id']='{uri[1:]}']")[0])
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        assert digest == one.findtext("ds:DigestValue", None, N), uri
        references.append(etree.tostring(one).decode())
    token = signature.find(".//wsse:Reference", N).get("URI")[1:]
    signer = soap.xpath(f"//*[@*[local-name()='Id']='{token}']")[0].text
    certificate = x509.load_der_x509_certificate(base64.b64decode(signer))
    value = base64.b64decode(signature.findtext("ds:SignatureValue", None, N))
    certificate.public_key().verify(value, c14n(info), padding.PKCS1v15(), hashes.SHA256())
    return {
        "message_id": soap.findtext(".//eb:MessageId", None, N),
        "recipient": soap.find(".//eb:Property[@name='finalRecipient']", N).text,
        "sender": soap.find(".//eb:Property[@name='originalSender']", N).text,
        "action": soap.findtext(".//eb:Action", None, N),
        "packed_sha256": hashlib.sha256(packed).hexdigest(),
        "payload": gzip.decompress(packed),
        "references": references,
    }


def signal(content, ref, signer="receiver"):
    """A signed SOAP envelope around a signal's content; signer None: unsigned."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    security = "" if signer is None else (
        f'<wsse:Security xmlns:wsse="{WSSE}" s:mustUnderstand="true"><wsse:BinarySecurityToken '
        f'EncodingType="{WSS}soap-message-security-1.0#Base64Binary" ValueType="{X509}" '
        f'wsu:Id="T">{certificate_base64(signer)}</wsse:BinarySecurityToken></wsse:Security>')
    soap = etree.fromstring(
        f'<s:Envelope xmlns:s="{S12}" xmlns:wsu="{WSU}"><s:Header>{security}'
        f'<eb:Messaging xmlns:eb="{EB}" wsu:Id="M" s:mustUnderstand="true"><eb:SignalMessage>'
        f'<eb:MessageInfo><eb:Timestamp>{now}</eb:Timestamp><eb:MessageId>{uuid.uuid4()}@peer'
        f'</eb:MessageId><eb:RefToMessageId>{ref}</eb:RefToMessageId></eb:MessageInfo>{content}'
        f'</eb:SignalMessage></eb:Messaging></s:Header><s:Body wsu:Id="B"/></s:Envelope>')
    if signer is None:
        return etree.tostring(soap)
    signature = xmlsec.template.create(soap, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
    soap.find(".//wsse:Security", N).append(signature)
    for uri in ("#M", "#B"):
        reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri=uri)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    info = xmlsec.template.ensure_key_info(signature)
    info.append(etree.fromstring(
        f'<wsse:SecurityTokenReference xmlns:wsse="{WSSE}"><wsse:Reference URI="#T" '
        f'ValueType="{X509}"/></wsse:SecurityTokenReference>'))
    xmlsec.tree.add_ids(soap, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(str(FOLDER / f"{signer}.key"), xmlsec.KeyFormat.PEM)
    context.sign(signature)
    return etree.tostring(soap)


def receipt(message, references=None):
    inner = "".join(f"<ebbp:MessagePartNRInformation>{one}</ebbp:MessagePartNRInformation>"
                    for one in references or message["references"])
    return ('<eb:Receipt><ebbp:NonRepudiationInformation '
            f'xmlns:ebbp="http://docs.oasis-open.org/ebxml-bp/ebbp-signals-2.0">{inner}'
            '</ebbp:NonRepudiationInformation></eb:Receipt>')


def error(code, ref, detail=""):
    return (f'<eb:Error category="CONTENT" errorCode="{code}" origin="ebMS" '
            f'refToMessageInError="{ref}" severity="failure" shortDescription="Test">'
            f'<eb:ErrorDetail>{detail}</eb:ErrorDetail></eb:Error>')


def answer(how, message, again):
    """Status and body; None: the connection is cut."""
    ref = message["message_id"]
    if how == "lost_once":
        return (200, signal(error("EBMS:4001", ref), ref)) if again else None
    if how == "late":
        time.sleep(8)
    if how in ("good", "late", "twice", "twice_late"):
        return 200, signal(receipt(message), ref)
    if how == "duplicate":
        return 500, signal(error("EBMS:4001", ref), ref)
    if how == "not_serviced":
        return 400, signal(error("EBMS:0004", ref, "PEPPOL:NOT_SERVICED"), ref)
    if how.startswith("error:"):
        return 500, signal(error(how[6:], ref), ref)
    if how.startswith("unsigned_error:"):
        return 500, signal(error(how[15:], ref), ref, None)
    if how == "unsigned":
        return 200, signal(receipt(message), ref, None)
    if how == "wrong_digest":
        references = list(message["references"])
        references[-1] = references[-1].replace("DigestValue>", "DigestValue>A", 1)
        return 200, signal(receipt(message, references), ref)
    if how == "wrong_signer":
        return 200, signal(receipt(message), ref, "sender")
    if how == "other_message":
        return 200, signal(receipt(message), "other@peer")
    return {"nothing": (202, b""), "http502": (502, b"<html/>"), "http404": (404, b"no")}.get(how)


class AccessPoint(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stale = b""  # said before the next answer on this connection

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) < int(self.headers["Content-Length"]):
            self.close_connection = True  # cut on the way
            return
        message = open_message(self.headers["Content-Type"], body)
        with LOCK:
            again = message["message_id"] in SEEN
            SEEN[message["message_id"]] = True
            count = len(list((FOLDER / "payloads").iterdir()))
            early = FOLDER / f"early_{count:06}"  # whoever counts the payloads reads each whole
            early.write_bytes(message["payload"])
            early.rename(FOLDER / "payloads" / f"{count:06}")
            told = {name: one for name, one in message.items() if name != "payload"}
            with open(FOLDER / "as4.log", "a") as log:
                log.write(json.dumps(told) + "\n")
        how = network().get(message["recipient"], {}).get("as4", "good")
        told = answer(how, message, again)
        if told is None:
            self.close_connection = True
            return
        status, bytes_out = told
        self.wfile.write(self.stale)
        self.stale = b""
        self.send_response(status)
        self.send_header("Content-Type", "application/soap+xml;charset=UTF-8")
        self.send_header("Content-Length", str(len(bytes_out)))
        self.end_headers()
        self.wfile.write(bytes_out)
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(bytes_out)}\r\n\r\n"
        if how == "twice":
            self.wfile.write(head.encode() + bytes_out)
        if how == "twice_late":
            self.stale = head.encode() + bytes_out

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


(FOLDER / "payloads").mkdir(exist_ok=True)
threading.Thread(target=serve_names, daemon=True).start()
threading.Thread(target=Server(("127.0.0.1", SMP), Register).serve_forever, daemon=True).start()
point = Server(("127.0.0.1", AS4), AccessPoint)
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.minimum_version = ssl.TLSVersion.TLSv1_2
tls.load_cert_chain(FOLDER / "server.pem", FOLDER / "server.key")
point.socket = tls.wrap_socket(point.socket, server_side=True)
point.serve_forever()
