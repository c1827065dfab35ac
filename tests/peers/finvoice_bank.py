#!/usr/bin/env python3
"""A bank or operator of the Finvoice network, seen from a directory of files.

    finvoice_bank.py receive DIRECTORY          checks what was left there, prints a line a message
    finvoice_bank.py acknowledge ID CODE TEXT   prints a framed Finvoiceack about a message
    finvoice_bank.py notice ACTION STAMP KIND IDENTIFIER [ADDRESS BANK SERVICE INSTRUCTION]
                                                prints a framed FinvoiceReceiverInfo

It splits, parses and counts hashes with lxml and hashlib alone, and refuses what the network would:
frames that differ from the message behind them, ids used twice, attachments that are not what their
hash says. Every check that fails is a line on stderr and exit status 1.
"""
import base64
import hashlib
import pathlib
import re
import sys

from lxml import etree

EB = "{http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd}"
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
XLINK = "{http://www.w3.org/1999/xlink}"
FRAMED = re.compile(rb"(<SOAP-ENV:Envelope.*?</SOAP-ENV:Envelope>\s*)(<\?xml.*?)(?=<SOAP-ENV:Envelope|\Z)", re.S)


class Refused(Exception):
    pass


def need(good, why):
    if not good:
        raise Refused(why)


def frame_of(envelope, encoding):
    root = etree.fromstring(envelope.decode(encoding))
    header = root.find(f"{SOAP}Header/{EB}MessageHeader")
    ends = {}
    for side in ("From", "To"):
        for party in header.findall(EB + side):
            ends[side + party.findtext(EB + "Role")] = party.findtext(EB + "PartyId")
    need(set(ends) == {"FromSender", "FromIntermediator", "ToReceiver", "ToIntermediator"}, "parties")
    need(header.findtext(EB + "CPAId") == "yoursandmycpa", "CPAId")
    need(header.findtext(EB + "Service") == "Routing", "Service")
    need(header.findtext(EB + "Action") == "ProcessInvoice", "Action")
    data = header.find(EB + "MessageData")
    reference = root.find(f"{SOAP}Body/{EB}Manifest/{EB}Reference")
    message_id = data.findtext(EB + "MessageId")
    need(reference.get(XLINK + "href") == message_id, "the manifest names another message")
    return ends, message_id, data.findtext(EB + "Timestamp"), reference.get(EB + "id")


def check_transmission(root, ends, message_id, stamp):
    said = root.find("MessageTransmissionDetails")
    sender, receiver, details = said[0], said[1], said[2]
    need(sender.findtext("FromIdentifier") == ends["FromSender"], "From differs")
    need(sender.findtext("FromIntermediator") == ends["FromIntermediator"], "FromIntermediator differs")
    need(receiver.findtext("ToIdentifier") == ends["ToReceiver"], "To differs")
    need(receiver.findtext("ToIntermediator") == ends["ToIntermediator"], "ToIntermediator differs")
    need(details.findtext("MessageIdentifier") == message_id, "MessageIdentifier differs")
    need(details.findtext("MessageTimeStamp") == stamp, "MessageTimeStamp differs")
    return details.findtext("RefToMessageIdentifier")


def check_attachments(root, message_id, about):
    need(message_id == about + "::attachments", "id of the attachments message")
    names = []
    for one in root.findall("AttachmentDetails"):
        text = one.findtext("AttachmentContent")
        digest = hashlib.sha1(text.encode("ascii")).hexdigest()
        need(one.findtext("AttachmentSecureHash") == digest, "hash")
        need(one.findtext("AttachmentIdentifier") == f"{about}::{digest}", "AttachmentIdentifier")
        base64.b64decode(text, validate=True)
        names.append(one.findtext("AttachmentName"))
    need(names, "no attachments")
    return names


def receive(directory):
    seen, promised = set(), {}
    for path in sorted(pathlib.Path(directory).iterdir()):
        body = path.read_bytes()
        messages = FRAMED.findall(body)
        need(messages and b"".join(a + b for a, b in messages) == body, f"{path.name} is not framed whole")
        for envelope, document in messages:
            encoding = re.search(rb'encoding="([^"]+)"', document).group(1).decode()
            ends, message_id, stamp, content = frame_of(envelope, encoding)
            need(message_id not in seen, f"{message_id} came twice")
            seen.add(message_id)
            root = etree.fromstring(document)
            need(root.tag == content, "the frame names another content")
            if root.tag == "FinvoiceSenderInfo":
                need(ends["ToReceiver"] == "SENDERINFO", "not to SENDERINFO")
                print(message_id, root.tag, root.findtext("MessageDetails/MessageActionCode"),
                      root.findtext("SellerInvoiceDetails/PaymentInstructionIdentifier"),
                      ends["ToIntermediator"])
                continue
            about = check_transmission(root, ends, message_id, stamp)
            if root.tag == "FinvoiceAttachments":
                names = check_attachments(root, message_id, about)
                need(promised.pop(message_id, None), "attachments that no invoice names")
                print(message_id, root.tag, ",".join(names))
                continue
            names = root.findtext("AttachmentMessageDetails/AttachmentMessageIdentifier")
            if names:
                promised[names] = True
            print(message_id, root.tag, root.findtext("InvoiceDetails/InvoiceTypeCode"),
                  ends["ToReceiver"], ends["ToIntermediator"])
    need(not promised, f"attachments did not come: {promised}")


def envelope(message_id, content, about=""):
    return f"""<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd">
<SOAP-ENV:Header><eb:MessageHeader eb:version="2.0">
<eb:From><eb:PartyId>003712345671</eb:PartyId><eb:Role>Sender</eb:Role></eb:From>
<eb:From><eb:PartyId>OKOYFIHH</eb:PartyId><eb:Role>Intermediator</eb:Role></eb:From>
<eb:To><eb:PartyId>003726174164</eb:PartyId><eb:Role>Receiver</eb:Role></eb:To>
<eb:To><eb:PartyId>003721291126</eb:PartyId><eb:Role>Intermediator</eb:Role></eb:To>
<eb:CPAId>yoursandmycpa</eb:CPAId><eb:ConversationId/><eb:Service>Routing</eb:Service><eb:Action>ProcessInvoice</eb:Action>
<eb:MessageData><eb:MessageId>{message_id}</eb:MessageId><eb:Timestamp>2026-04-29T10:00:00+03:00</eb:Timestamp><eb:RefToMessageId>{about}</eb:RefToMessageId></eb:MessageData>
</eb:MessageHeader></SOAP-ENV:Header>
<SOAP-ENV:Body><eb:Manifest eb:id="Manifest" eb:version="2.0"><eb:Reference eb:id="{content}" xlink:href="{message_id}"><eb:schema eb:location="x" eb:version="2.0"/></eb:Reference></eb:Manifest></SOAP-ENV:Body>
</SOAP-ENV:Envelope>
"""


def acknowledge(about, code, text):
    own = "ACK-" + hashlib.sha1(f"{about}{code}{text}".encode()).hexdigest()[:12]
    return envelope(own, "Finvoiceack", about) + f"""<?xml version="1.0" encoding="ISO-8859-15"?>
<tns:Finvoiceack Version="2.0" xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd" xmlns:tns="http://www.pankkiyhdistys.fi/verkkolasku/finvoice/finvoiceack.xsd">
<tns:Acknowledgement>
<eb:From><eb:PartyId>003712345671</eb:PartyId><eb:Role>Sender</eb:Role></eb:From>
<eb:From><eb:PartyId>OKOYFIHH</eb:PartyId><eb:Role>Intermediator</eb:Role></eb:From>
<eb:To><eb:PartyId>003726174164</eb:PartyId><eb:Role>Receiver</eb:Role></eb:To>
<eb:To><eb:PartyId>003721291126</eb:PartyId><eb:Role>Intermediator</eb:Role></eb:To>
<tns:MessageData><eb:MessageId>{about}</eb:MessageId><eb:Timestamp>2026-04-29T10:00:00+03</eb:Timestamp></tns:MessageData>
<tns:Reason><tns:Code>{code}</tns:Code><tns:Text>{text}</tns:Text></tns:Reason>
</tns:Acknowledgement>
</tns:Finvoiceack>
"""


def notice(action, stamp, kind, identifier, address="FI7944052020036082", bank="OKOYFIHH", service="00",
           instruction="SIIVOUS1"):
    own = "RI-" + hashlib.sha1(f"{action}{stamp}{identifier}{address}{bank}{service}".encode()).hexdigest()[:12]
    return envelope(own, "FinvoiceReceiverInfo") + f"""<?xml version="1.0" encoding="ISO-8859-15"?>
<FinvoiceReceiverInfo Version="2.0">
<MessageDetails><MessageTypeCode>RECEIVERINFO</MessageTypeCode><MessageTypeText>RECEPTION NOTIFICATION</MessageTypeText><MessageActionCode>{action}</MessageActionCode><MessageActionCodeIdentifier>00</MessageActionCodeIdentifier><MessageDate Format="CCYYMMDD">20260429</MessageDate><SenderInfoIdentifier>SI-1</SenderInfoIdentifier></MessageDetails>
<SellerPartyDetails><SellerPartyIdentifier>2617416-4</SellerPartyIdentifier><SellerOrganisationNames LanguageCode="FI"><SellerOrganisationName>Mallisiivous Oy</SellerOrganisationName></SellerOrganisationNames></SellerPartyDetails>
<InvoiceSenderInformationDetails><InvoiceSenderAddress>003726174164</InvoiceSenderAddress><InvoiceSenderIntermediatorAddress>{bank}</InvoiceSenderIntermediatorAddress></InvoiceSenderInformationDetails>
<SellerInvoiceDetails><PaymentInstructionIdentifier>{instruction}</PaymentInstructionIdentifier><SellerInvoiceTypeDetails><SellerInvoiceIdentifierText LanguageCode="FI" SellerInvoiceIdentifierType="{kind}">Tunniste</SellerInvoiceIdentifierText></SellerInvoiceTypeDetails></SellerInvoiceDetails>
<ReceiverInfoTimeStamp>{stamp}</ReceiverInfoTimeStamp>
<BuyerPartyDetails><BuyerOrganisationName>Meikäläinen Maija</BuyerOrganisationName></BuyerPartyDetails>
<InvoiceRecipientDetails><InvoiceRecipientAddress>{address}</InvoiceRecipientAddress><InvoiceRecipientIntermediatorAddress>{bank}</InvoiceRecipientIntermediatorAddress><SellerInvoiceIdentifier SellerInvoiceIdentifierType="{kind}">{identifier}</SellerInvoiceIdentifier><InvoiceRecipientLanguageCode>FI</InvoiceRecipientLanguageCode></InvoiceRecipientDetails>
<BuyerServiceCode>{service}</BuyerServiceCode>
</FinvoiceReceiverInfo>
"""


def main(words):
    try:
        if words[0] == "receive":
            receive(words[1])
        else:
            text = {"acknowledge": acknowledge, "notice": notice}[words[0]](*words[1:])
            sys.stdout.buffer.write(text.encode("iso-8859-15"))
    except Refused as why:
        print("refused:", why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
