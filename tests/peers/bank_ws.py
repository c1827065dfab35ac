"""A Finnish bank's Web Services for tests: /usr/bin/python3 bank_ws.py PORT FOLDER [TLS [client]]

HTTPS on 127.0.0.1:PORT with FOLDER/TLS.pem and .key (default tls); "client": wants a certificate
by root.pem in TLS. On lxml, python3-cryptography, python3-xmlsec and the xmlsec1 and xmllint
commands: nothing of it is Airut's. FOLDER holds root, bank and stranger .pem/.key, customers/ with
the certificates of customers, perhaps xsd/ApplicationRequest.xsd, and bank.json, read again at
every question:
  customer, digest (sha1, sha256), canonicalization, timestamp (the message must be dated)
  files          what waits: reference, type, stamped, status, content (base64), compressed
  lists_uploads  DownloadFileList tells what came, by UserFilename
  message_signer, document_signer   files of customers whose certificates must sign: customer.pem
  encrypt        documents must be encrypted to bank-enc, and are to customer-enc
  how            by operation, or operation and file type ("UploadFile VA"): good (default), code:NN, header:NN, unsigned_header:NN, fault_client,
                 fault_server, unsigned, unsigned_document, unsigned_message, stranger, changed,
                 replayed (the answer before), other_request, other_customer, hang, cut (taken, no
                 answer), late (three seconds), twice (the answer and the same again), http502,
                 http503, html, wrong_key (of a certificate)
Danske Bank's certificate service is danske_pki.py beside it. Every request is judged by xmlsec1 and by python and written to FOLDER/requests.log; what came is in
FOLDER/uploads.
"""
import base64
import datetime
import gzip
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading
import time

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, hmac, serialization
from lxml import etree

import danske_pki

PORT, FOLDER = int(sys.argv[1]), pathlib.Path(sys.argv[2])
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICE, MODEL = "http://bxd.fi/CorporateFileService", "http://model.bxd.fi"
DATA = "http://bxd.fi/xmldata/"
DS = "http://www.w3.org/2000/09/xmldsig#"
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE, WSU = WSS + "wssecurity-secext-1.0.xsd", WSS + "wssecurity-utility-1.0.xsd"
X509 = WSS + "x509-token-profile-1.0#X509v3"
N = {"s": SOAP, "cor": SERVICE, "mod": MODEL, "d": DATA, "ds": DS, "wsse": WSSE, "wsu": WSU}
DIGESTS = {"sha1": (DS + "sha1", DS + "rsa-sha1"),
           "sha256": ("http://www.w3.org/2001/04/xmlenc#sha256",
                      "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")}


def bank():
    return json.loads((FOLDER / "bank.json").read_text())


class Refused(Exception):
    """The bank's own code and words."""


# --- judging what comes --------------------------------------------------------------------------

def known_certificate(text):
    der = base64.b64decode(text)
    for file in (FOLDER / "customers").glob("*.pem"):
        one = x509.load_pem_x509_certificate(file.read_bytes())
        if one.public_bytes(serialization.Encoding.DER) == der:
            return file
    return None


def verified(root, signature, file, what):
    """By python and by the command; both must say yes."""
    for node in root.iter():
        for key in node.attrib:
            if key == f"{{{WSU}}}Id":
                xmlsec.tree.add_ids(node, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(str(file), xmlsec.constants.KeyDataFormatCertPem)
    try:
        context.verify(signature)
    except xmlsec.Error as fault:
        raise Refused("02" if what == "message" else "18", f"python: {fault}")
    with tempfile.NamedTemporaryFile(suffix=".xml") as out:
        out.write(etree.tostring(root))
        out.flush()
        done = subprocess.run(
            ["xmlsec1", "--verify", "--pubkey-cert-pem", str(file), "--id-attr:Id", f"{SOAP}:Body",
             "--id-attr:Id", f"{WSU}:Timestamp", out.name], capture_output=True)
    if done.returncode != 0:
        raise Refused("02" if what == "message" else "18",
                      "xmlsec1: " + done.stderr.decode()[-200:])


def check_algorithms(signature, settings, canonicalization):
    digest, method = DIGESTS[settings["digest"]]
    found = {one.get("Algorithm") for one in signature.iterfind(".//ds:DigestMethod", N)}
    if found != {digest}:
        raise Refused("29", f"digests {found}")
    if signature.find(".//ds:SignatureMethod", N).get("Algorithm") != method:
        raise Refused("29", "signature method")
    used = signature.find(".//ds:CanonicalizationMethod", N).get("Algorithm")
    if used != canonicalization:
        raise Refused("29", f"canonicalization {used}")


def check_message(soap, settings):
    signature = soap.find("s:Header/wsse:Security/ds:Signature", N)
    token = soap.find("s:Header/wsse:Security/wsse:BinarySecurityToken", N)
    if signature is None or token is None:
        raise Refused("02", "not signed")
    file = known_certificate(token.text)
    if file is None or file.name != settings.get("message_signer", file.name):
        raise Refused("03", "certificate not known")
    verified(soap, signature, file, "message")
    check_algorithms(signature, settings, "http://www.w3.org/2001/10/xml-exc-c14n#")
    ids = {one.get("URI") for one in signature.iterfind(".//ds:Reference", N)}
    needed = [soap.find("s:Body", N)]
    if settings.get("timestamp"):
        stamp = soap.find("s:Header/wsse:Security/wsu:Timestamp", N)
        if stamp is None:
            raise Refused("02", "not dated")
        created = datetime.datetime.fromisoformat(
            stamp.findtext("wsu:Created", None, N).replace("Z", "+00:00"))
        age = datetime.datetime.now(datetime.timezone.utc) - created
        if abs(age.total_seconds()) > 3600:
            raise Refused("02", "too old")
        needed.append(stamp)
    for one in needed:
        if "#" + one.get(f"{{{WSU}}}Id") not in ids:
            raise Refused("02", f"{one.tag} is not signed")
    return file


def opened(document):
    """The request inside, where it is encrypted to us."""
    root = etree.fromstring(document)
    if etree.QName(root).localname != "EncryptedData":
        raise Refused("22", "not encrypted")
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_file(str(FOLDER / "bank-enc.key"), xmlsec.KeyFormat.PEM))
    try:
        return etree.fromstring(etree.tostring(xmlsec.EncryptionContext(manager).decrypt(root)))
    except xmlsec.Error as fault:
        raise Refused("22", f"cannot be decrypted: {fault}")


def sealed(document, signer):
    """Only the customer can read it: to the certificate that goes with the one that signed."""
    receiver = FOLDER / "encryption" / signer.name
    if not receiver.exists():
        receiver = FOLDER / "customer-enc.pem"
    root = etree.fromstring(document)
    data = xmlsec.template.encrypted_data_create(
        root, xmlsec.Transform.DES3, type=xmlsec.EncryptionType.ELEMENT, ns="xenc")
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="dsig")
    key = xmlsec.template.add_encrypted_key(info, xmlsec.Transform.RSA_PKCS1)
    xmlsec.template.encrypted_data_ensure_cipher_value(key)
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_file(str(receiver),
                                         xmlsec.constants.KeyDataFormatCertPem))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(xmlsec.constants.KeyDataDes, 192,
                                      xmlsec.constants.KeyDataTypeSession)
    return etree.tostring(context.encrypt_xml(data, root))


def check_document(request, settings):
    signature = request.find("ds:Signature", N)
    if signature is None:
        raise Refused("18", "not signed")
    file = known_certificate(signature.findtext(".//ds:X509Certificate", None, N))
    if file is None or file.name != settings.get("document_signer", file.name):
        raise Refused("19", "certificate not known")
    verified(request, signature, file, "document")
    check_algorithms(signature, settings, settings["canonicalization"])
    schema = FOLDER / "xsd" / "ApplicationRequest.xsd"
    if schema.exists():
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", str(schema), "-"],
                              input=etree.tostring(request), capture_output=True)
        if done.returncode != 0:
            raise Refused("12", done.stderr.decode()[-200:])
    if request.findtext("d:CustomerId", None, N) != settings["customer"]:
        raise Refused("13", "customer not found")


STATE = {"requests": [], "stamps": [], "status": {}, "uploads": []}


def load_state():
    if (FOLDER / "state.json").exists():
        STATE.update(json.loads((FOLDER / "state.json").read_text()))


SAVING = threading.Lock()  # each request has a thread of its own


def save_state():
    with SAVING:
        (FOLDER / "state.new").write_text(json.dumps(STATE))
        (FOLDER / "state.new").rename(FOLDER / "state.json")


def check_fresh(request_id, stamp):
    if request_id in STATE["requests"]:
        raise Refused("31", "duplicate message")
    if stamp in STATE["stamps"]:
        raise Refused("32", "duplicate request")
    STATE["requests"].append(request_id)
    STATE["stamps"].append(stamp)


# --- what the bank does --------------------------------------------------------------------------

def descriptor(reference, kind, stamped, status, name=""):
    text = f"<FileDescriptor><FileReference>{reference}</FileReference><TargetId>MLP</TargetId>"
    if name:
        text += f"<UserFilename>{name}</UserFilename>"
    return (text + f"<FileType>{kind}</FileType><FileTimestamp>{stamped}</FileTimestamp>"
            f"<Status>{status}</Status></FileDescriptor>")


def content_of(request):
    bytes_in = base64.b64decode(request.findtext("d:Content", "", N))
    if request.findtext("d:Compression", "", N) == "true":
        assert request.findtext("d:CompressionMethod", None, N) == "GZIP"
        bytes_in = gzip.decompress(bytes_in)
    return bytes_in


UPLOADING = threading.Lock()


def upload(request, settings):
    with UPLOADING:
        return numbered_upload(request)


def numbered_upload(request):
    number = len(STATE["uploads"])
    (FOLDER / "uploads").mkdir(exist_ok=True)
    early = FOLDER / f"early_{number:04}"  # whoever counts the uploads reads each whole
    early.write_bytes(content_of(request))
    early.rename(FOLDER / "uploads" / f"{number:04}")
    one = {"name": request.findtext("d:UserFilename", None, N),
           "type": request.findtext("d:FileType", None, N),
           "stamped": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
           "compressed": request.findtext("d:Compression", "", N)}
    STATE["uploads"].append(one)
    return ("<FileDescriptors>"
            + descriptor(f"U{number}", one["type"], one["stamped"], "WFP", one["name"])
            + "</FileDescriptors>")


def listing(request, settings):
    kind, status = request.findtext("d:FileType", "", N), request.findtext("d:Status", "ALL", N)
    found = ""
    for one in settings.get("files", []):
        now = STATE["status"].get(one["reference"], one.get("status", "NEW"))
        if kind in ("", one["type"]) and status in ("ALL", now):
            found += descriptor(one["reference"], one["type"], one["stamped"], now)
    if settings.get("lists_uploads") and status == "ALL":
        for number, one in enumerate(STATE["uploads"]):
            if kind in ("", one["type"]):
                found += descriptor(f"U{number}", one["type"], one["stamped"], "FWD", one["name"])
    if not found:
        raise Refused("24", "Content not found")
    return f"<FileDescriptors>{found}</FileDescriptors>"


def download(request, settings):
    reference = request.findtext("d:FileReferences/d:FileReference", None, N)
    for one in settings.get("files", []):
        if one["reference"] != reference:
            continue
        STATE["status"][reference] = "DLD"
        content, more = one["content"], ""
        if one.get("compressed"):
            content = base64.b64encode(gzip.compress(base64.b64decode(content))).decode()
            more = "<Compressed>true</Compressed><CompressionMethod>RFC1952</CompressionMethod>"
        return f"{more}<FileType>{one['type']}</FileType><Content>{content}</Content>"
    raise Refused("24", "Content not found")


def delete(request, settings):
    reference = request.findtext("d:FileReferences/d:FileReference", None, N)
    STATE["status"][reference] = "DEL"
    return ""


def user_info(request, settings):
    kinds = sorted({one["type"] for one in settings.get("files", [])}) or ["TO"]
    return "<UserFileTypes>" + "".join(
        f"<UserFileType><TargetId>MLP</TargetId><FileType>{kind}</FileType>"
        f"<FileTypeName>Test {kind}</FileTypeName><Country>FI</Country>"
        f"<Direction>Download</Direction></UserFileType>" for kind in kinds) + "</UserFileTypes>"


OPERATIONS = {"uploadFilein": ("UploadFile", upload),
              "downloadFileListin": ("DownloadFileList", listing),
              "downloadFilein": ("DownloadFile", download),
              "deleteFilein": ("DeleteFile", delete),
              "getUserInfoin": ("GetUserInfo", user_info)}


# --- answering -----------------------------------------------------------------------------------

def key_of(signer):
    key = xmlsec.Key.from_file(str(FOLDER / f"{signer}.key"), xmlsec.KeyFormat.PEM)
    key.load_cert_from_file(str(FOLDER / f"{signer}.pem"), xmlsec.KeyFormat.PEM)
    return key


def certificate_base64(name):
    return "".join((FOLDER / f"{name}.pem").read_text().split("-----")[2].split())


def algorithms(settings):
    if settings.get("answer_digest", settings["digest"]) == "sha1":
        return xmlsec.Transform.SHA1, xmlsec.Transform.RSA_SHA1
    return xmlsec.Transform.SHA256, xmlsec.Transform.RSA_SHA256


def sign_document(root, settings, signer):
    digest, method = algorithms(settings)
    signature = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N_COMMENTS
                                       if "Comments" in settings["canonicalization"]
                                       else xmlsec.Transform.EXCL_C14N, method)
    root.append(signature)
    reference = xmlsec.template.add_reference(signature, digest, uri="")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    data = xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
    xmlsec.template.x509_data_add_certificate(data)
    context = xmlsec.SignatureContext()
    context.key = key_of(signer)
    context.sign(signature)


def document(content, code, text, settings, how):
    customer = "99999999" if how == "other_customer" else settings["customer"]
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    root = etree.fromstring(
        f'<ApplicationResponse xmlns="{DATA}"><CustomerId>{customer}</CustomerId>'
        f'<Timestamp>{now}</Timestamp><ResponseCode>{code}</ResponseCode><ResponseText>{text}'
        f'</ResponseText>{content}</ApplicationResponse>')
    if how not in ("unsigned", "unsigned_document"):
        sign_document(root, settings, "stranger" if how == "stranger" else "bank")
    return etree.tostring(root)


def message(body, settings, how):
    digest, method = algorithms(settings)
    now = datetime.datetime.now(datetime.timezone.utc)
    signer = "stranger" if how == "stranger" else "bank"
    security = (
        f'<wsse:Security xmlns:wsse="{WSSE}" s:mustUnderstand="1"><wsse:BinarySecurityToken '
        f'EncodingType="{WSS}soap-message-security-1.0#Base64Binary" ValueType="{X509}" '
        f'wsu:Id="T">{certificate_base64(signer)}</wsse:BinarySecurityToken>'
        f'<wsu:Timestamp wsu:Id="D"><wsu:Created>{now:%Y-%m-%dT%H:%M:%SZ}</wsu:Created>'
        f'</wsu:Timestamp></wsse:Security>')
    if how in ("unsigned", "unsigned_message") or how.startswith("unsigned_header"):
        security = ""
    soap = etree.fromstring(
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:wsu="{WSU}"><s:Header>{security}</s:Header>'
        f'<s:Body wsu:Id="B">{body}</s:Body></s:Envelope>')
    if not security:
        return etree.tostring(soap)
    signature = xmlsec.template.create(soap, xmlsec.Transform.EXCL_C14N, method)
    soap.find(".//wsse:Security", N).append(signature)
    for uri in ("#B", "#D"):
        reference = xmlsec.template.add_reference(signature, digest, uri=uri)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    xmlsec.template.ensure_key_info(signature).append(etree.fromstring(
        f'<wsse:SecurityTokenReference xmlns:wsse="{WSSE}"><wsse:Reference URI="#T" '
        f'ValueType="{X509}"/></wsse:SecurityTokenReference>'))
    xmlsec.tree.add_ids(soap, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = key_of(signer)
    context.sign(signature)
    return etree.tostring(soap)


def out_message(operation, request_id, header_code, header_text, application, settings, how):
    if how == "other_request":
        request_id = "f" * 32
    inside = base64.b64encode(application).decode()
    return message(
        f'<o:{operation[:-2]}out xmlns:o="{SERVICE}" xmlns:m="{MODEL}"><m:ResponseHeader>'
        f'<m:SenderId>{settings["customer"]}</m:SenderId><m:RequestId>{request_id}</m:RequestId>'
        f'<m:Timestamp>{time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}</m:Timestamp>'
        f'<m:ResponseCode>{header_code}</m:ResponseCode><m:ResponseText>{header_text}'
        f'</m:ResponseText><m:ReceiverId>BANK</m:ReceiverId></m:ResponseHeader>'
        f'<m:ApplicationResponse>{inside}</m:ApplicationResponse></o:{operation[:-2]}out>',
        settings, how)


def fault(kind, settings):
    return 500, message(f"<s:Fault><faultcode>s:{kind}</faultcode><faultstring>Test fault"
                        f"</faultstring></s:Fault>", settings, "unsigned")


def note(line):
    with open(FOLDER / "requests.log", "a") as log:
        log.write(json.dumps(line) + "\n")


def answer(soap, last):
    """Status and body; None: the connection is cut."""
    settings = bank()
    call = soap.find("s:Body", N)[0]
    operation = etree.QName(call).localname
    command, work = OPERATIONS[operation]
    how = settings.get("how", {}).get(command, "good")
    request_id = call.findtext("mod:RequestHeader/mod:RequestId", None, N)
    signer = None  # nobody whom an answer could be encrypted to
    line = {"command": command, "request_id": request_id, "code": "00", "text": "",
            "receiver": call.findtext("mod:RequestHeader/mod:ReceiverId", None, N)}
    try:
        signer = check_message(soap, settings)
        document_in = base64.b64decode(call.findtext("mod:ApplicationRequest", None, N))
        request = opened(document_in) if settings.get("encrypt") else etree.fromstring(document_in)
        line["type"] = request.findtext("d:FileType", "", N)
        how = settings.get("how", {}).get(f"{command} {line['type']}", how)
        check_document(request, settings)
        if request.findtext("d:Command", None, N) != command:
            raise Refused("05", "another command inside")
        check_fresh(request_id, request.findtext("d:Timestamp", None, N))
        if how.startswith("code:"):
            raise Refused(how[5:], "As the test says")
        header = how.partition(":")[2] if "header:" in how else ""
        if how.startswith("fault_"):
            note(line)
            return fault("Client" if how == "fault_client" else "Server", settings)
        if how == "http503":
            note(line)
            return 503, b"later"
        if header:
            line["code"] = header
            note(line)
            return 200, out_message(operation, request_id, header, "As the test says", b"",
                                    settings, how)
        content, code, text = work(request, settings), "00", "OK"
    except Refused as refused:
        code, text = refused.args
        content = ""
    line["code"], line["text"] = code, text
    save_state()
    note(line)
    if how == "cut":
        return None
    if how == "hang":
        time.sleep(60)
        return None
    if how == "late":
        time.sleep(3)
    if how == "http502":
        return 502, b"<html>bad gateway</html>"
    if how == "html":
        return 200, b"<html><body>Welcome</body></html>"
    if how == "replayed" and command in last:
        return 200, last[command]
    application = document(content, code, text, settings, how)
    if settings.get("encrypt") and signer and how != "plain":
        application = sealed(application, signer)
    made = out_message(operation, request_id, "00", "OK", application, settings, how)
    if how == "changed":
        made = made.replace(f'<m:SenderId>{settings["customer"]}'.encode(), b"<m:SenderId>0", 1)
    last[command] = made
    return 200, made


# --- certificates --------------------------------------------------------------------------------

def issue(csr, settings, how):
    root = x509.load_pem_x509_certificate((FOLDER / "root.pem").read_bytes())
    key = serialization.load_pem_private_key((FOLDER / "root.key").read_bytes(), None)
    public = csr.public_key()
    if how == "wrong_key":
        public = serialization.load_pem_private_key(
            (FOLDER / "stranger.key").read_bytes(), None).public_key()
    now = datetime.datetime.utcnow()
    made = (x509.CertificateBuilder().subject_name(csr.subject).issuer_name(root.subject)
            .public_key(public).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=730))
            .add_extension(x509.BasicConstraints(False, None), True)
            .sign(key, hashes.SHA256()))
    pem = made.public_bytes(serialization.Encoding.PEM)
    if how != "not_registered":
        (FOLDER / "customers" / f"issued-{made.serial_number:x}.pem").write_bytes(pem)
    return pem if "nordea" not in settings.get("certificates", "op") else \
        made.public_bytes(serialization.Encoding.DER)


def certificate_answer(soap):
    settings = bank()
    call = soap.find("s:Body", N)[0]
    how = settings.get("how", {}).get("GetCertificate", "good")
    space = etree.QName(call).namespace
    request_id = call.findtext(f"{{{space}}}RequestHeader/{{{space}}}RequestId")
    request = etree.fromstring(base64.b64decode(call.findtext(f"{{{space}}}ApplicationRequest")))
    data = etree.QName(request).namespace
    pkcs10 = base64.b64decode(request.findtext(f"{{{data}}}Content"))
    csr = x509.load_der_x509_csr(pkcs10)
    code, text, certificates = "00", "OK", ""
    try:
        assert csr.is_signature_valid
        signature = request.find("ds:Signature", N)
        if signature is not None:
            file = known_certificate(signature.findtext(".//ds:X509Certificate", None, N))
            if file is None:
                raise Refused("19", "certificate not known")
            verified(request, signature, file, "document")
        elif data.endswith("nordea.com/xmldata/"):
            expected = hmac.HMAC(b"1234567890", hashes.SHA1())
            expected.update(pkcs10)
            if base64.b64decode(request.findtext(f"{{{data}}}HMAC")) != expected.finalize():
                raise Refused("30", "HMAC")
        elif request.findtext(f"{{{data}}}TransferKey") != "1234567890":
            raise Refused("30", "transfer key")
        if how.startswith("code:"):
            raise Refused(how[5:], "As the test says")
        if how == "cut":
            return None
        inside = base64.b64encode(issue(csr, settings, how)).decode()
        certificates = (f"<Certificates><Certificate><Name>x</Name><Certificate>{inside}"
                        f"</Certificate><CertificateFormat>X509</CertificateFormat></Certificate>"
                        f"</Certificates>")
    except Refused as refused:
        code, text = refused.args
    note({"command": "GetCertificate", "code": code, "text": text,
          "renewal": request.find("ds:Signature", N) is not None,
          "service": request.findtext(f"{{{data}}}Service")})
    root = etree.fromstring(
        f'<CertApplicationResponse xmlns="{data}"><CustomerId>{settings["customer"]}</CustomerId>'
        f'<Timestamp>2026-01-01T00:00:00Z</Timestamp><ResponseCode>{code}</ResponseCode>'
        f'<ResponseText>{text}</ResponseText>{certificates}</CertApplicationResponse>')
    if how != "unsigned":
        sign_document(root, settings, "stranger" if how == "stranger" else "bank")
    application = base64.b64encode(etree.tostring(root)).decode()
    return 200, message(
        f'<c:getCertificateout xmlns:c="{space}"><c:ResponseHeader><c:SenderId>1</c:SenderId>'
        f'<c:RequestId>{request_id}</c:RequestId><c:Timestamp>2026-01-01T00:00:00Z</c:Timestamp>'
        f'<c:ResponseCode>{code}</c:ResponseCode><c:ResponseText>{text}</c:ResponseText>'
        f'</c:ResponseHeader><c:ApplicationResponse>{application}</c:ApplicationResponse>'
        f'</c:getCertificateout>', settings, how)


class Bank(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    last = {}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) < int(self.headers["Content-Length"]):
            self.close_connection = True  # cut on the way
            return
        soap = etree.fromstring(body)
        host = sys.modules[__name__]
        if danske_pki.is_ours(soap, host):
            made = danske_pki.answer(soap, self.headers["SOAPAction"], host)
        elif "ertificate" in self.path:
            made = certificate_answer(soap)
        else:
            made = answer(soap, Bank.last)
        if made is None:
            self.close_connection = True
            self.connection.close()
            return
        status, out = made
        head = (f"HTTP/1.1 {status} OK\r\nContent-Type: text/xml; charset=UTF-8\r\n"
                f"Content-Length: {len(out)}\r\n\r\n").encode()
        twice = "twice" in json.dumps(bank().get("how", {}))
        try:
            self.wfile.write((head + out) * (2 if twice else 1))
        except OSError:
            self.close_connection = True  # who asked has gone

    def log_message(self, *_):
        pass


def main():
    load_state()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Bank)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls = sys.argv[3] if len(sys.argv) > 3 else "tls"
    context.load_cert_chain(FOLDER / f"{tls}.pem", FOLDER / f"{tls}.key")
    if "client" in sys.argv[4:]:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(FOLDER / "root.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


main()
