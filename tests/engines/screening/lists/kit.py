"""Where the official files lie, and small fictional lists in each format."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
OFFICIAL = Path(__file__).parents[5] / "shared" / "data" / "screening" / "official-lists"
EU = HERE / "eu-sample.xml"

needs_official = pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the official lists are not beside the project (../shared/data/screening)"
)

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>1</DATAID>
      <FIRST_NAME>Ferdinand</FIRST_NAME>
      <SECOND_NAME>Querlingen</SECOND_NAME>
      <UN_LIST_TYPE>XXX</UN_LIST_TYPE>
      <REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Quer; Querlo</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_DOCUMENT>
        <TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Belgian passport number EX 123456</NUMBER>
      </INDIVIDUAL_DOCUMENT>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY><DATAID>2</DATAID><FIRST_NAME>Onbestaande Groep</FIRST_NAME><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER></ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
"""
SDN = (
    '1,"QUERLINGEN, Ferdinand","individual","XXX] [YYY","Dr",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB circa 1961; alt. DOB 1960 to 1962; POB Querstad, Belgium; nationality Belgium; Gender Male; '
    "Passport EX123456 (Belgium) issued 02 Mar 2010 expires 02 Mar 2020; a.k.a. 'QUER; the'; f.k.a. 'OLD QUER'.\"\r\n"
    '2,"ONBESTAAND","vessel","XXX",-0- ,"OEXX","General Cargo","2597","1098","Belgium","Niemand NV",'
    '"Vessel Registration Identification IMO 9999993; MMSI 205000000."\r\n\x1a'
)
ALT = '1,11,"aka","QUERLINGEN, F.",-0- \r\n1,12,"fka","QUERLO, Ferdinand",-0- \r\n\x1a'
ADD = '1,21,"Voorbeeldlaan 1","Querstad 9999","Belgium",-0- \r\n2,22,-0- ,-0- ,"Region: Nergens",-0- \r\n\x1a'
DPL = (
    '"Name"\t"Street_Address"\t"City"\t"State"\t"Country"\t"Postal_Code"\t"Effective_Date"\t"Expiration_Date"\t'
    '"Standard_Order"\t"Last_Update"\t"Action"\t"FR_Citation"\n'
    '"FERDINAND QUERLINGEN A/K/A FERDI QUER"\t"1 SAMPLE STREET"\t"NOWHERE"\t"TX"\t""\t"1"\t"01/01/2026"\t"01/01/2036"\t"Y"\t'
    '"2026-01-01"\t"ADDED"\t"1 F.R. 1"\n'
    '"ferdinand querlingen  a/k/a ferdi quer"\t"2 SAMPLE STREET"\t"ELSEWHERE"\t""\t"BE"\t"2"\t"01/01/2026"\t"01/01/2036"\t"Y"\t'
    '"2026-01-01"\t"ADDED"\t"1 F.R. 1"\n'
)
CSL_HEAD = (
    "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,"
    "license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,"
    "remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n"
)
CSL = CSL_HEAD + (
    'Entity List (EL) - Bureau of Industry and Security,,,,Onbestaande Fabriek,,"Voorbeeldlaan 1, Querstad, BE; Hier, NL"'
    ",,,,,,,,,,,,,,,Alpha Works; and Beta Works,,,,,,\n"
    "Specially Designated Nationals (SDN) - Treasury Department,7,Vessel,XXX,ONBESTAAND,,,,,,,,,,,,,Belgium,,,,,,,,,,"
    '"IMO 9999993, Vessel Registration Identification"\n'
)
FTM = (
    '{"id": "x-1", "schema": "Person", "properties": {"name": ["Ferdinand Querlingen"], "birthDate": ["1961-04-28"], '
    '"country": ["BE"], "alias": ["Фердинанд Кверлинген"]}, "datasets": ["x"]}\n'
    '{"id": "x-2", "schema": "Sanction", "properties": {"entity": ["x-1"]}}\n'
    '{"id": "x-3", "caption": "Onbestaande NV", "schema": "Company", "properties": {"leiCode": ["549300EXAMPLE0000000"]}}\n'
)
OWN = (
    "id,schema,name,aliases,birth_date,countries,identifiers\n"
    "1,Person,Ferdinand Querlingen,Ferdi Quer|Фердинанд,1961-04-28|1960,be,passport:EX123456|lei:549300EXAMPLE0000000\n"
    "2,,Onbestaande NV,,,Nederland,\n"
)


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def sdn(folder: Path) -> list[Path]:
    return [write(folder, "sdn.csv", SDN), write(folder, "alt.csv", ALT), write(folder, "add.csv", ADD)]
