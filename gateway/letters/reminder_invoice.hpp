#pragma once

#include "formats/model/letter.hpp"

namespace airut::gateway {

// A reminder as a Finvoice reminder invoice (INV08) carries it: the claim as a table of overdue
// invoices, no lines.
model::Invoice reminder_invoice(model::Letter const& letter, model::Invoice const& invoice);

// A reminder as an EHF Reminder carries it: the invoice again with its lines, the reminder's fee
// (reason REM), interest and compensation as charges outside VAT, what was paid or credited as
// paid (BT-113), so that the total is the letter's. The invoice must be completed.
model::Invoice ehf_reminder(model::Letter const& letter, model::Invoice const& invoice);

}  // namespace airut::gateway
