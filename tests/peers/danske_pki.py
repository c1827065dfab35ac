"""Danske Bank's certificate service (PKIFactoryService) for tests, a part of bank_ws.py.

On lxml, python3-cryptography and python3-xmlsec: nothing of it is Airut's. Keys and certificates lie
in the FOLDER of bank_ws.py, whose "how" takes GetBankCertificate, CreateCertificate and
RenewCertificate:
  good, cut, fault (the service's own), soap_fault, unsigned, stranger (who signed), other_root,
  other_encryption (of another authority), other_request, wrong_key, swapped (the two certificates),
  moved (signed is another part), not_registered, code:NN
The PIN is 1234. A pair that it gives is in customers/ and, of the same name, in encryption/.
"""
import base64
import datetime

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from lxml import etree

FACTORY = "http://danskebank.dk/PKI/PKIFactoryService"
ELEMENTS = FACTORY + "/elements"
NP = {"f": FACTORY, "e": ELEMENTS}
CERTIFICATES = ("GetBankCertificate", "CreateCertificate", "RenewCertificate")
XENC = "http://www.w3.org/2001/04/xmlenc#"


class Fault(Exception):
    """ReturnCode and ReturnText of the service."""


def is_ours(soap, host):
    call = soap.find("s:Body", host.N)
    return call is not None and len(call) == 1 and etree.QName(call[0]).namespace == FACTORY


def need(good, code, text):
    if not good:
        raise Fault(code, text)


def opened(call, host):
    """The request inside, encrypted to the bank."""
    data = call.find(f"{{{XENC}}}EncryptedData")
    need(data is not None, "07", "Schema validation error.")
    name = data.find(f".//{{{XENC}}}EncryptedKey").get("Recipient")
    need(name == "name:DanskeBankCryptCERT", "07", "another recipient")
    return host.opened(etree.tostring(data))


def check_header(header, request, settings):
    told = [etree.QName(one).localname for one in header]
    need(told[:5] == ["SenderId", "CustomerId", "RequestId", "Timestamp", "InterfaceVersion"], "07",
         "header")
    need(header.findtext("f:InterfaceVersion", None, NP) == "1", "07", "InterfaceVersion")
    for name in ("SenderId", "CustomerId"):
        need(header.findtext(f"f:{name}", None, NP) == settings["customer"], "07", name)
        need(len(settings["customer"]) == 6, "07", "six characters")
    need(1 <= len(request.findtext("e:RequestId", "", NP)) <= 10, "07", "RequestId")
    need(header.findtext("f:RequestId", None, NP) == request.findtext("e:RequestId", None, NP),
         "07", "another RequestId inside")


def check_pair(request, header, last):
    """In the order of the schema; the rest is the PIN or the signature."""
    told = [etree.QName(one).localname for one in request]
    need(told == ["CustomerId", "KeyGeneratorType", "EncryptionCertPKCS10", "SigningCertPKCS10",
                  "Timestamp", "RequestId", "Environment", last], "07", f"order {told}")
    need(request.findtext("e:KeyGeneratorType", None, NP) == "software", "07", "KeyGeneratorType")
    environment = request.findtext("e:Environment", None, NP)
    need(environment in ("production", "customertest"), "07", "Environment")
    need(header.findtext("f:Environment", None, NP) == environment, "07", "another Environment")


def check_renewal(soap, request, settings, host):
    signature = request.find("ds:Signature", host.N)
    text = signature.findtext(".//ds:X509Certificate", None, host.N)
    file = host.known_certificate(text)
    need(file is not None, "10", "certificate not known")
    try:
        host.verified(request, signature, file, "document")
        host.check_message(soap, settings)
    except host.Refused as refused:
        raise Fault("11", str(refused.args))
    steps = [one.get("Algorithm") for one in signature.iterfind(".//ds:Transform", host.N)]
    need(steps == ["http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                   "http://www.w3.org/2001/10/xml-exc-c14n#"], "11", f"{steps}")


def csr_of(request, name):
    csr = x509.load_der_x509_csr(base64.b64decode(request.findtext(f"e:{name}", None, NP)))
    need(csr.is_signature_valid, "12", name)
    return csr


def issue(csr, public, host):
    root = x509.load_pem_x509_certificate((host.FOLDER / "root.pem").read_bytes())
    key = serialization.load_pem_private_key((host.FOLDER / "root.key").read_bytes(), None)
    now = datetime.datetime.utcnow()
    return (x509.CertificateBuilder().subject_name(csr.subject).issuer_name(root.subject)
            .public_key(public).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=730))
            .add_extension(x509.BasicConstraints(False, None), True).sign(key, hashes.SHA256()))


def as_text(certificate):
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def pair(request, how, host):
    signing, encryption = csr_of(request, "SigningCertPKCS10"), csr_of(request,
                                                                       "EncryptionCertPKCS10")
    need(signing.public_key().public_numbers() != encryption.public_key().public_numbers(), "12",
         "one key twice")
    stranger = serialization.load_pem_private_key((host.FOLDER / "stranger.key").read_bytes(), None)
    made = {"signing": issue(signing, signing.public_key(), host),
            "encryption": issue(encryption, stranger.public_key() if how == "wrong_key"
                                else encryption.public_key(), host)}
    if how != "not_registered":
        name = f"issued-{made['signing'].serial_number:x}.pem"
        (host.FOLDER / "encryption").mkdir(exist_ok=True)
        for kind, folder in (("encryption", "encryption"), ("signing", "customers")):
            (host.FOLDER / folder / name).write_bytes(
                made[kind].public_bytes(serialization.Encoding.PEM))
    if how == "swapped":
        made = {"signing": made["encryption"], "encryption": made["signing"]}
    return (f"<p:EncryptionCert>{as_text(made['encryption'])}</p:EncryptionCert>"
            f"<p:SigningCert>{as_text(made['signing'])}</p:SigningCert>"
            f"<p:CACert>{host.certificate_base64('root')}</p:CACert>")


def bank_certificates(request, how, host):
    root = x509.load_pem_x509_certificate((host.FOLDER / "root.pem").read_bytes())
    need(request.findtext("e:BankRootCertificateSerialNo", None, NP) == str(root.serial_number),
         "20", "no such root")
    encryption = "stranger" if how == "other_encryption" else "bank-enc"
    shown = "other-root" if how == "other_root" else "root"
    return (f"<p:BankEncryptionCert>{host.certificate_base64(encryption)}</p:BankEncryptionCert>"
            f"<p:BankSigningCert>{host.certificate_base64('bank')}</p:BankSigningCert>"
            f"<p:BankRootCert>{host.certificate_base64(shown)}</p:BankRootCert>")


def signed(soap, inside, signer, host):
    """The element by its xml:id, as the bank does."""
    signature = xmlsec.template.create(soap, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA1)
    inside.append(signature)
    reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA1, uri="#response")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    xmlsec.template.x509_data_add_certificate(
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature)))
    context = xmlsec.SignatureContext()
    context.key = host.key_of(signer)
    context.sign(signature)


def envelope(operation, content, request_id, how, host):
    soap = etree.fromstring(
        f'<s:Envelope xmlns:s="{host.SOAP}"><s:Header/><s:Body><{operation}Out xmlns="{FACTORY}">'
        f'<f:ResponseHeader xmlns="" xmlns:f="{FACTORY}"><f:RequestId>{request_id}</f:RequestId>'
        f'</f:ResponseHeader><p:{operation}Response xmlns="" xmlns:p="{ELEMENTS}" '
        f'xml:id="response"><p:ReturnCode>00</p:ReturnCode><p:ReturnText>OK</p:ReturnText>'
        f'{content}<p:RequestId>{request_id}</p:RequestId></p:{operation}Response>'
        f'</{operation}Out></s:Body></s:Envelope>')
    out = soap.find("s:Body", host.N)[0]
    inside = out[1]
    if how != "unsigned":
        signed(soap, inside, "stranger" if how == "stranger" else "bank", host)
    if how == "moved":  # what was signed stands elsewhere, and another takes its place
        forged = etree.fromstring(etree.tostring(inside))
        forged.set("{http://www.w3.org/XML/1998/namespace}id", "other")
        soap.find("s:Header", host.N).append(inside)
        out.append(forged)
    return etree.tostring(soap)


def fault(code, text, how, host):
    inside = (f'<f:PKIFactoryServiceFault xmlns:f="{FACTORY}"><f:RequestId>1</f:RequestId>'
              f'<f:ReturnCode>{code}</f:ReturnCode><f:ReturnText>{text}</f:ReturnText>'
              f'<f:AdditionalReturnText>As the test says</f:AdditionalReturnText>'
              f'</f:PKIFactoryServiceFault>')
    if how == "soap_fault":
        inside = (f"<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring>"
                  f"<detail>{inside}</detail></s:Fault>")
    return 500, (f'<s:Envelope xmlns:s="{host.SOAP}"><s:Body>{inside}</s:Body></s:Envelope>'
                 ).encode()


def answer(soap, action, host):
    """Status and body; None: the connection is cut."""
    settings = host.bank()
    call = soap.find("s:Body", host.N)[0]
    operation = etree.QName(call).localname[:-2]
    how = settings.get("how", {}).get(operation, "good")
    header = call.find("f:RequestHeader", NP)
    line = {"command": operation, "request_id": header.findtext("f:RequestId", None, NP),
            "environment": header.findtext("f:Environment", "", NP), "code": "00", "text": ""}
    try:
        need(action == f'"{operation}"', "07", f"SOAPAction {action}")
        if operation == "GetBankCertificate":
            request = call.find("e:GetBankCertificateRequest", NP)
            check_header(header, request, settings)
            content = bank_certificates(request, how, host)
        else:
            request = opened(call, host)
            check_header(header, request, settings)
            renews = operation == "RenewCertificate"
            check_pair(request, header, "Signature" if renews else "PIN")
            if renews:
                check_renewal(soap, request, settings, host)
            else:
                need(request.findtext("e:PIN", None, NP) == "1234", "15", "Wrong PIN.")
            need(how not in ("fault", "soap_fault"), "07", "Schema validation error.")
            content = pair(request, how, host)
        need(not how.startswith("code:"), how[5:], "As the test says")
    except (Fault, host.Refused) as refused:
        line["code"], line["text"] = refused.args
        host.note(line)
        return fault(*refused.args, how, host)
    host.note(line)
    if how == "cut":
        return None
    request_id = "ffffffffff" if how == "other_request" else line["request_id"]
    return 200, envelope(operation, content, request_id, how, host)
