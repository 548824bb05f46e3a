"""Codes for whose pounds they are: what savings claim, which scheme comes first, and how providers are paid."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

CLAIM_CODES = by_code(
    Code(
        "claim-of-other-activity",
        "A saving that claims activity it does not rest on",
        "`claims` names the datasets whose rows are behind the pounds of a saving: those its unit is made from, or, with `same`, rows that share "
        "columns with them. The dataset has a `piece` in the data dictionary, which says what one piece of it is.",
        "claims: [ig_infusions]\nclaims:\n  - {activity: dispensings, same: [patient_id]}",
    ),
    Code(
        "piece-parts-differ",
        "Pieces of one kind with different parts",
        "Two datasets whose pieces are of one kind name them by the same parts, so that a piece claimed in one is known in the other.",
        "piece:\n  kind: drug_month\n  key: {patient: patient_id, drug: molecule}\n  month: dispensed_date",
    ),
    Code(
        "saving-without-claims",
        "A saving that does not say whose pounds it is",
        "Two schemes may save the same pound on the same drug, bed day or attendance. A saving names the activity it claims, so that the pound is "
        "counted once. It is a warning: standing alone, the saving is right.",
        "claims: [cc_periods]",
    ),
    Code(
        "share-not-said",
        "A gain share without a share",
        "Under a gain share the commissioner has an agreed share of what is saved and the provider the rest. Without the share nobody can say who "
        "keeps what.",
        "RZ1,gain_share,0.5",
    ),
    Code(
        "terms-for-nobody",
        "Payment terms for something the run does not have",
        "A provider, scheme, saving or sort of activity in the table of payment terms goes by no such name in this run. It is a warning: the row may "
        "be meant for another run, or be a slip that leaves a line without terms.",
        "provider_code: RZ1",
    ),
    Code(
        "terms-overlap",
        "Two payment terms for the same days",
        "For one provider and service there is one way of payment on each day. `valid_until` is the first day on which a row no longer holds.",
        "RZ1,block,2017-04-01,2017-10-01\nRZ1,cost_and_volume,2017-10-01,",
    ),
)
