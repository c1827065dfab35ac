"""lxml doing the same: python3 lxml_peer.py WORK FOLDER N

To write, the elements of invoice.xml are made one by one from a list of what stands in it, and
serialised. To read, the bytes are parsed to a tree.
"""
import sys

from lxml import etree

work, folder, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
source = open(folder + "/invoice.xml", "rb").read()


def steps_of(element):
    return (element.tag, dict(element.attrib), None if len(element) else element.text,
            [steps_of(child) for child in element])


def make(above, steps):
    tag, attributes, text, inside = steps
    element = etree.SubElement(above, tag, attributes)
    element.text = text
    for step in inside:
        make(element, step)


def write():
    parsed = etree.fromstring(source)
    spaces = parsed.nsmap
    tag, _, _, inside = steps_of(parsed)
    own = next(at for at, step in enumerate(inside) if step[0].endswith("}ID"))
    for i in range(times):
        root = etree.Element(tag, nsmap=spaces)
        for at, step in enumerate(inside):
            make(root, step if at != own else (step[0], step[1], f"B-{i}", []))
        done = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return len(done)


def read():
    for _ in range(times):
        tree = etree.fromstring(source)
    return len(tree)


print({"ubl_write": write, "tree_read": read}[work]())
