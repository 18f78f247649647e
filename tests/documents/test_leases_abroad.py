"""Leases in other languages: tenant, premises, term and rent, by the sentences and labels that leases have there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.documents.catalogue import Catalogue
from simulator.documents.extract import extract
from tests.documents.test_choice import blank

#: Invented leases, and what they say.
LEASES = {
    "German": (
        """
Wohnungs-Mietvertrag

Mieter
Name: Wiebke Ahlers

1 Mietsache
Der Vermieter vermietet folgende Wohnung im Anwesen Lindenallee 14, 24105 Kiel im 2. Geschoss.
2 Mietzeit
Das Mietverhältnis beginnt am 01.05.2024 und läuft auf unbestimmte Zeit.
3 Miete
Die monatliche Grundmiete beträgt 640,00 € zuzüglich Nebenkosten.
""",
        {
            "renter_name": "Wiebke Ahlers",
            "address_of_place": "Lindenallee 14, 24105 Kiel",
            "start_date": "01.05.2024",
            "rent_amount": "640,00",
        },
    ),
    "Portuguese": (
        """
CONTRATO DE LOCACAO RESIDENCIAL

Marta Lousada Reis, CPF 118.340.257-66, doravante denominada LOCADORA;
Caio Antunes Vidal, CPF 064.883.219-07, Rua Augusta 80, doravante denominado LOCATÁRIO,
celebram o presente contrato.
1) A LOCADORA cede o imóvel situado na Rua das Acácias, 355, Pantanal, Florianópolis.
2) O prazo é de 30 meses, iniciando-se em 01/08/2023 e terminando em 31/01/2026.
3) O aluguel mensal será de R$ 2.150,00 e vence no dia 10.
""",
        {
            "renter_name": "Caio Antunes Vidal",
            "address_of_place": "Rua das Acácias, 355, Pantanal, Florianópolis",
            "start_date": "01/08/2023",
            "end_date": "31/01/2026",
            "rent_amount": "2.150,00",
        },
    ),
    "Spanish": (
        """
CONTRATO DE ARRENDAMIENTO DE VIVIENDA

EL ARRENDATARIO
Nombre completo: Inés Carballo Souto

La vivienda sita en Calle Delicias 73, 50017 Zaragoza, con referencia catastral 4527108.
El contrato comienza a partir del 1 de julio de 2024 y finaliza el 30 de junio de 2029.
La renta mensual es de 690,00 euros.
""",
        {
            "renter_name": "Inés Carballo Souto",
            "address_of_place": "Calle Delicias 73, 50017 Zaragoza",
            "start_date": "1 de julio de 2024",
            "end_date": "30 de junio de 2029",
            "rent_amount": "690,00",
        },
    ),
    "French": (
        """
CONTRAT DE LOCATION

Nom et prénom du locataire : Solène Guivarch

Adresse du logement : 21 rue Haute-Roche, 44000 Nantes

Prise d'effet : 01/02/2026
Loyer mensuel : 690,00 €
""",
        {
            "renter_name": "Solène Guivarch",
            "address_of_place": "21 rue Haute-Roche, 44000 Nantes",
            "start_date": "01/02/2026",
            "rent_amount": "690,00",
        },
    ),
}


@pytest.mark.parametrize("language", LEASES)
def test_what_a_lease_says(sheet: Callable[..., Any], language: str) -> None:
    text, expected = LEASES[language]
    document_type = Catalogue.load().get("RENT_AGREEMENT")
    assert document_type is not None
    fields = extract(document_type, [blank(sheet(text))])
    assert {name: field.value for name, field in fields.items() if name in expected} == expected
