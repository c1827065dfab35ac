#!/usr/bin/python3
"""Lets Tryton 6.0 dun items day by day, for tests that compare.

Standard input: {"first": day, "days": n, "levels": [[days overdue, fee], ...],
  "items": [{"amount": "100.00", "due": day, "paid": day?, "blocked": day?, "released": day?}]}
Standard output: one JSON line for each level that an item reaches: {"day", "item", "level", "fee"}.

An item is a posted receivable line. On each day: payments of the day are posted and reconciled,
blocks set and lifted, dunnings created as of the day and processed. What Tryton dates with the
server's today (its fee moves) is not looked at. Needs trytond and proteus (Debian: tryton-server,
tryton-proteus, tryton-modules-account-dunning-fee).
"""
import datetime
import json
import os
import sys
import tempfile
import warnings
from decimal import Decimal

warnings.simplefilter('ignore')
os.environ['DB_NAME'] = 'agreement'
home = tempfile.mkdtemp(prefix='airut-tryton-', dir='/dev/shm' if os.path.isdir('/dev/shm') else None)

from trytond.config import config as trytond_config
trytond_config.set('database', 'uri', 'sqlite://')
trytond_config.set('database', 'path', home)

from proteus import Model, Wizard
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
from trytond.modules.company.tests.tools import create_company, get_company
from trytond.pool import Pool
from trytond.tests.tools import activate_modules
from trytond.transaction import Transaction


def day_of(text):
    return datetime.date.fromisoformat(text) if text else None


def make_fee(levels, revenue, journal):
    category = Model.get('product.category')(name='Fees', accounting=True)
    category.account_revenue = revenue
    category.save()
    unit, = Model.get('product.uom').find([('name', '=', 'Unit')])
    procedure = Model.get('account.dunning.procedure')(name='agreement')
    for number, (overdue, amount) in enumerate(levels, 1):
        template = Model.get('product.template')(name='Fee %d' % number, type='service')
        template.default_uom = unit
        template.list_price = Decimal(amount)
        template.account_category = category
        template.save()
        product, = template.products
        fee = Model.get('account.dunning.fee')(name='Fee %d' % number)
        fee.product = product
        fee.journal = journal
        fee.compute_method = 'list_price'
        fee.save()
        level = procedure.levels.new()
        level.sequence = number
        level.overdue = datetime.timedelta(overdue)
        level.fee = fee
    procedure.save()
    return procedure


class Ledger:
    """Tryton's own server pool, asked without a network."""

    def __init__(self, asked):
        self.asked = asked
        config = activate_modules(['account_dunning', 'account_dunning_fee'])
        create_company()
        company = get_company()
        config._context = Model.get('res.user').get_preferences(True, config.context)
        first = day_of(asked['first'])
        for year in sorted({first.year, (first + datetime.timedelta(asked['days'])).year,
                            datetime.date.today().year}):
            create_fiscalyear(company, datetime.date(year, 6, 1)).click('create_period')
        create_chart(company)
        accounts = get_accounts(company)
        journal, = Model.get('account.journal').find([('code', '=', 'REV')])
        procedure = make_fee(asked['levels'], accounts['revenue'], journal)
        self.ids = {'company': company.id, 'receivable': accounts['receivable'].id,
                    'revenue': accounts['revenue'].id, 'cash': accounts['cash'].id,
                    'journal': journal.id, 'procedure': procedure.id}
        self.context = dict(config.context, _skip_warnings=True)
        self.levels = [level.id for level in procedure.levels]
        self.told = set()

    def start(self):
        return Transaction().start(os.environ['DB_NAME'], 1, context=self.context)

    def post(self, rows):
        """rows: (date, debit account, credit account, party, amount, maturity)."""
        pool = Pool(os.environ['DB_NAME'])
        Move, Period = pool.get('account.move'), pool.get('account.period')
        moves = Move.create([dict(
            period=Period.find(self.ids['company'], date=date), journal=self.ids['journal'],
            date=date, company=self.ids['company'], lines=[('create', [
                dict(account=debit, debit=amount, credit=Decimal(0),
                     party=party if debit == self.ids['receivable'] else None,
                     maturity_date=maturity),
                dict(account=credit, debit=Decimal(0), credit=amount,
                     party=party if credit == self.ids['receivable'] else None)])])
            for date, debit, credit, party, amount, maturity in rows])
        Move.post(moves)
        return [line.id for move in moves for line in move.lines
                if line.account.id == self.ids['receivable']]

    def open_items(self):
        with self.start() as transaction:
            Party = Pool(os.environ['DB_NAME']).get('party.party')
            parties = Party.create([dict(name='Customer %d' % i,
                                         dunning_procedure=self.ids['procedure'])
                                    for i in range(len(self.asked['items']))])
            self.parties = [party.id for party in parties]
            first = day_of(self.asked['first'])
            self.lines = self.post([
                (first, self.ids['receivable'], self.ids['revenue'], self.parties[i],
                 Decimal(item['amount']), day_of(item['due']))
                for i, item in enumerate(self.asked['items'])])
            transaction.commit()
        self.item_of = {line: i for i, line in enumerate(self.lines)}

    def pay(self, day):
        paid = [i for i, item in enumerate(self.asked['items']) if day_of(item.get('paid')) == day]
        if not paid:
            return
        with self.start() as transaction:
            Line = Pool(os.environ['DB_NAME']).get('account.move.line')
            lines = self.post([(day, self.ids['cash'], self.ids['receivable'], self.parties[i],
                                Decimal(self.asked['items'][i]['amount']), None) for i in paid])
            Line.reconcile(*[Line.browse([self.lines[i], line]) for i, line in zip(paid, lines)])
            transaction.commit()

    def block(self, day):
        with self.start() as transaction:
            Dunning = Pool(os.environ['DB_NAME']).get('account.dunning')
            for word, flag in (('blocked', True), ('released', False)):
                lines = [self.lines[i] for i, item in enumerate(self.asked['items'])
                         if day_of(item.get(word)) == day]
                found = Dunning.search([('line', 'in', lines)]) if lines else []
                if found:
                    Dunning.write(found, {'blocked': flag})
            transaction.commit()

    def dun(self, day):
        wizard = Wizard('account.dunning.create')
        wizard.form.date = day
        wizard.execute('create_')
        with self.start() as transaction:
            pool = Pool(os.environ['DB_NAME'])
            Dunning, Fee = pool.get('account.dunning'), pool.get('account.dunning.fee.dunning_level')
            drafts = Dunning.search([('state', '=', 'draft')])
            if drafts:
                Dunning.process(drafts)
            for fee in Fee.search([('dunning', 'in', [one.id for one in drafts])]):
                if fee.id in self.told:
                    continue
                self.told.add(fee.id)
                print(json.dumps({'day': day.isoformat(),
                                  'item': self.item_of[fee.dunning.line.id],
                                  'level': self.levels.index(fee.level.id) + 1,
                                  'fee': '%.2f' % fee.amount}), flush=True)
            transaction.commit()


def main():
    asked = json.load(sys.stdin)
    ledger = Ledger(asked)
    ledger.open_items()
    for number in range(asked['days']):
        day = day_of(asked['first']) + datetime.timedelta(number)
        ledger.pay(day)
        ledger.block(day)
        ledger.dun(day)


main()
