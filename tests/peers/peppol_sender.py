"""Another access point that brings a message: /usr/bin/python3 peppol_sender.py URL FOLDER WISH

On lxml and python3-cryptography. FOLDER holds receiver, sender and stranger .pem/.key, and ca.pem for TLS; WISH is
JSON: document (path of the XML inside), sender, recipient, instance_id, message_id and
  signer    receiver (default) or stranger
  from      PartyId of the sender; default: the signer's name
  scopes    more scopes of the envelope, by type
  plain     true: the payload is not compressed
  change    header, payload, body: what is changed after signing
  country   COUNTRY_C1, default NO
Prints the answer as JSON: status, receipt (true or false), errors as [code, detail], verified
(signed by the access point over its whole header and body), and complete: the receipt names every
part with its digest and the message.
"""
import base64
import gzip
import hashlib
import http.client
import json
import pathlib
import ssl
import sys
import urllib.parse

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

URL, FOLDER, WISH = sys.argv[1], pathlib.Path(sys.argv[2]), json.loads(sys.argv[3])
S12 = "http://www.w3.org/2003/05/soap-envelope"
EB = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/"
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE, WSU = WSS + "wssecurity-secext-1.0.xsd", WSS + "wssecurity-utility-1.0.xsd"
X509 = WSS + "x509-token-profile-1.0#X509v3"
BASE64 = WSS + "soap-message-security-1.0#Base64Binary"
DS = "http://www.w3.org/2000/09/xmldsig#"
XENC, XENC11 = "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#"
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
SWA = "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#"
N = {"s": S12, "eb": EB, "wsse": WSSE, "ds": DS}
SCHEME = "iso6523-actorid-upis"


def load(name):
    return x509.load_pem_x509_certificate((FOLDER / f"{name}.pem").read_bytes())


def key_of(name):
    return serialization.load_pem_private_key((FOLDER / f"{name}.key").read_bytes(), None)


def der64(certificate):
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def name_of(certificate):
    return certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value


def c14n(element):
    return etree.tostring(element, method="c14n", exclusive=True)


def digest(data):
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


document = pathlib.Path(WISH["document"]).read_bytes()
root = etree.fromstring(document)
named = {etree.QName(one).localname: one.text for one in root if isinstance(one.tag, str)}
kind = etree.QName(root)
doctype = f"{kind.namespace}::{kind.localname}##{named['CustomizationID'].strip()}::2.1"
process = named["ProfileID"].strip()
scopes = "".join(
    f"<Scope><Type>{name}</Type><InstanceIdentifier>{value}</InstanceIdentifier>"
    f"<Identifier>{SCHEME}</Identifier></Scope>" for name, value in WISH.get("scopes", {}).items())
envelope = (
    '<StandardBusinessDocument '
    'xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">'
    '<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion>'
    f'<Sender><Identifier Authority="{SCHEME}">{WISH["sender"]}</Identifier></Sender>'
    f'<Receiver><Identifier Authority="{SCHEME}">{WISH["recipient"]}</Identifier></Receiver>'
    f'<DocumentIdentification><Standard>{kind.namespace}</Standard><TypeVersion>2.1</TypeVersion>'
    f'<InstanceIdentifier>{WISH["instance_id"]}</InstanceIdentifier><Type>{kind.localname}</Type>'
    '<CreationDateAndTime>2026-11-22T08:00:00+01:00</CreationDateAndTime></DocumentIdentification>'
    f'<BusinessScope><Scope><Type>DOCUMENTID</Type><InstanceIdentifier>{doctype}'
    '</InstanceIdentifier><Identifier>busdox-docid-qns</Identifier></Scope><Scope>'
    f'<Type>PROCESSID</Type><InstanceIdentifier>{process}</InstanceIdentifier>'
    '<Identifier>cenbii-procid-ubl</Identifier></Scope><Scope><Type>COUNTRY_C1</Type>'
    f'<InstanceIdentifier>{WISH.get("country", "NO")}</InstanceIdentifier></Scope>{scopes}'
    '</BusinessScope></StandardBusinessDocumentHeader>').encode()
payload = envelope + etree.tostring(root) + b"</StandardBusinessDocument>"
plain = WISH.get("plain", False)
part = payload if plain else gzip.compress(payload)

signer, ours = load(WISH.get("signer", "receiver")), load("sender")
compression = "" if plain else '<eb:Property name="CompressionType">application/gzip</eb:Property>'
soap = etree.fromstring(
    f'<s:Envelope xmlns:s="{S12}" xmlns:wsu="{WSU}"><s:Header><wsse:Security xmlns:wsse="{WSSE}" '
    f's:mustUnderstand="true"/><eb:Messaging xmlns:eb="{EB}" s:mustUnderstand="true" wsu:Id="M">'
    f'<eb:UserMessage><eb:MessageInfo><eb:Timestamp>2026-11-22T07:00:00Z</eb:Timestamp>'
    f'<eb:MessageId>{WISH["message_id"]}</eb:MessageId></eb:MessageInfo><eb:PartyInfo><eb:From>'
    f'<eb:PartyId type="urn:fdc:peppol.eu:2017:identifiers:ap">'
    f'{WISH.get("from", name_of(signer))}</eb:PartyId><eb:Role>{EB}initiator</eb:Role></eb:From>'
    f'<eb:To><eb:PartyId type="urn:fdc:peppol.eu:2017:identifiers:ap">{name_of(ours)}</eb:PartyId>'
    f'<eb:Role>{EB}responder</eb:Role></eb:To></eb:PartyInfo><eb:CollaborationInfo>'
    '<eb:AgreementRef>urn:fdc:peppol.eu:2017:agreements:tia:ap_provider</eb:AgreementRef>'
    f'<eb:Service type="cenbii-procid-ubl">{process}</eb:Service>'
    f'<eb:Action>busdox-docid-qns::{doctype}</eb:Action><eb:ConversationId>1</eb:ConversationId>'
    f'</eb:CollaborationInfo><eb:MessageProperties><eb:Property name="originalSender" '
    f'type="{SCHEME}">{WISH["sender"]}</eb:Property><eb:Property name="finalRecipient" '
    f'type="{SCHEME}">{WISH["recipient"]}</eb:Property></eb:MessageProperties><eb:PayloadInfo>'
    f'<eb:PartInfo href="cid:p%40h"><eb:PartProperties><eb:Property name="MimeType">application/xml'
    f'</eb:Property>{compression}</eb:PartProperties></eb:PartInfo></eb:PayloadInfo>'
    f'</eb:UserMessage></eb:Messaging></s:Header><s:Body wsu:Id="B"/></s:Envelope>')


def reference(uri, data, transform):
    return (f'<ds:Reference URI="{uri}"><ds:Transforms><ds:Transform Algorithm="{transform}"/>'
            f'</ds:Transforms><ds:DigestMethod Algorithm="{XENC}sha256"/><ds:DigestValue>'
            f'{digest(data)}</ds:DigestValue></ds:Reference>')


sent = {"#B": c14n(soap.find("s:Body", N)), "#M": c14n(soap.find(".//eb:Messaging", N)),
        "cid:p@h": part}
info = (f'<ds:SignedInfo xmlns:ds="{DS}"><ds:CanonicalizationMethod Algorithm="{C14N}"/>'
        f'<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        + "".join(reference(uri, data, SWA + "Attachment-Content-Signature-Transform"
                            if uri.startswith("cid:") else C14N) for uri, data in sent.items())
        + '</ds:SignedInfo>')
value = key_of(WISH.get("signer", "receiver")).sign(
    c14n(etree.fromstring(info)), padding.PKCS1v15(), hashes.SHA256())
secret, iv = AESGCM.generate_key(128), hashlib.sha256(payload).digest()[:12]
oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
wrapped = base64.b64encode(ours.public_key().encrypt(secret, oaep)).decode()


def token(name, certificate):
    return (f'<wsse:BinarySecurityToken EncodingType="{BASE64}" ValueType="{X509}" '
            f'wsu:Id="{name}">{der64(certificate)}</wsse:BinarySecurityToken>')


def token_reference(name):
    return (f'<ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI="#{name}" '
            f'ValueType="{X509}"/></wsse:SecurityTokenReference></ds:KeyInfo>')


security = etree.fromstring(
    f'<x xmlns:ds="{DS}" xmlns:xenc="{XENC}" xmlns:xenc11="{XENC11}" xmlns:wsse="{WSSE}" '
    f'xmlns:wsu="{WSU}">{token("R", ours)}<xenc:EncryptedKey Id="EK"><xenc:EncryptionMethod '
    f'Algorithm="{XENC11}rsa-oaep"><ds:DigestMethod Algorithm="{XENC}sha256"/><xenc11:MGF '
    f'Algorithm="{XENC11}mgf1sha256"/></xenc:EncryptionMethod>{token_reference("R")}'
    f'<xenc:CipherData><xenc:CipherValue>{wrapped}</xenc:CipherValue></xenc:CipherData>'
    f'</xenc:EncryptedKey><xenc:EncryptedData Id="ED" MimeType='
    f'"{"application/xml" if plain else "application/gzip"}" Type="{SWA}Attachment-Content-Only">'
    f'<xenc:EncryptionMethod Algorithm="{XENC11}aes128-gcm"/><xenc:CipherData>'
    f'<xenc:CipherReference URI="cid:p@h"><xenc:Transforms><ds:Transform '
    f'Algorithm="{SWA}Attachment-Ciphertext-Transform"/></xenc:Transforms></xenc:CipherReference>'
    f'</xenc:CipherData></xenc:EncryptedData>{token("S", signer)}<ds:Signature>{info}'
    f'<ds:SignatureValue>{base64.b64encode(value).decode()}</ds:SignatureValue>'
    f'{token_reference("S")}</ds:Signature></x>')
header = soap.find(".//wsse:Security", N)
for one in security:
    header.append(one)
text, cipher = etree.tostring(soap), iv + AESGCM(secret).encrypt(iv, part, None)
if WISH.get("change") == "header":
    text = text.replace(b">1</eb:ConversationId>", b">2</eb:ConversationId>")
if WISH.get("change") == "body":
    text = text.replace(b'wsu:Id="B"/>', b'wsu:Id="B">x</s:Body>')
if WISH.get("change") == "payload":
    cipher = cipher[:-1] + bytes([cipher[-1] ^ 1])
body = (b"--b0\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n\r\n" + text +
        b"\r\n--b0\r\nContent-Type: application/octet-stream\r\nContent-ID: <p@h>\r\n\r\n" +
        cipher + b"\r\n--b0--\r\n")
place = urllib.parse.urlparse(URL)
if place.scheme == "https":
    trusted = ssl.create_default_context(cafile=FOLDER / "ca.pem")
    connection = http.client.HTTPSConnection(place.hostname, place.port, timeout=30,
                                             context=trusted)
else:
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
connection.request("POST", place.path, body, {
    "Content-Type": 'multipart/related; boundary="b0"; type="application/soap+xml"'})
reply = connection.getresponse()
if reply.status == 503:
    print(json.dumps({"status": 503, "receipt": False, "verified": False, "complete": False,
                      "errors": []}))
    sys.exit()
answer = etree.fromstring(reply.read())
signature = answer.find(".//ds:Signature", N)
told = {one.get("URI"): one.findtext("ds:DigestValue", None, N)
        for one in answer.iterfind(".//eb:Receipt//ds:Reference", N)}
covered = {}
for one in signature.iterfind("ds:SignedInfo/ds:Reference", N):
    target = answer.xpath(f"//*[@*[local-name()='Id']='{one.get('URI')[1:]}']")[0]
    covered[etree.QName(target).localname] = (
        digest(c14n(target)) == one.findtext("ds:DigestValue", None, N))
ours.public_key().verify(
    base64.b64decode(signature.findtext("ds:SignatureValue", None, N)),
    c14n(signature.find("ds:SignedInfo", N)), padding.PKCS1v15(), hashes.SHA256())
print(json.dumps({
    "status": reply.status,
    "receipt": bool(told),
    "verified": covered == {"Messaging": True, "Body": True},
    "complete": told == {uri: digest(data) for uri, data in sent.items()} and
    answer.findtext(".//eb:RefToMessageId", None, N) == WISH["message_id"],
    "errors": [[one.get("errorCode"), one.findtext("eb:ErrorDetail", "", N)]
               for one in answer.iterfind(".//eb:Error", N)],
}))
