"""What the lists that editors keep begin with. A migration writes them once; editors change them in the admin."""

_PLAINER = """\
abdominal distension: a swollen belly
adjunct: added treatment
administer: give
administered: given
administration of: giving
adverse event: side effect
adverse reaction: side effect
alleviate: ease
ambulate: walk
ambulatory: able to walk
analgesic: pain medicine
anterior: front
anticoagulant: medicine against blood clots
antipyretic: medicine for fever
arrhythmia: uneven heartbeat
ascertain: find out
aspirate: breathe in
asymptomatic: without symptoms
bilateral: on both sides
bradycardia: slow heartbeat
cardiac: heart
cephalic: of the head
cerebral: of the brain
cessation: stopping
commence: start
comorbidity: other health problem
concomitant: at the same time
congenital: present from birth
contraindicated: not safe
contraindication: reason not to use it
cutaneous: of the skin
cyanosis: blue skin or lips
discontinue: stop
distal: far end of
dorsal: back
dysphagia: trouble swallowing
dyspnea: trouble breathing
edema: swelling
efficacious: that works
efficacy: how well it works
elucidate: explain
emesis: vomiting
endeavor: try
enteral: through the gut
epistaxis: nosebleed
erythema: redness
etiology: cause
exacerbate: make worse
exacerbation: flare-up
excise: cut out
excision: surgery to remove it
expedite: speed up
facilitate: help
febrile: with a fever
gait disturbance: trouble walking
gastrointestinal: of the stomach and gut
hematuria: blood in the urine
hemorrhage: bleeding
hepatic: liver
hereditary: passed down in families
histology: look of the cells
hypertension: high blood pressure
hypotension: low blood pressure
hypoxia: too little oxygen
iatrogenic: caused by treatment
idiopathic: without a known cause
impede: slow down
in order to: to
in the event of: if
incise: cut
ingest: swallow
ingestion: swallowing
initiate: start
intravenous: into a vein
intravenously: into a vein
ischemia: too little blood flow
lateral: side
lesion: sore, spot or damaged area
lethargic: very sleepy
lethargy: great tiredness
malaise: feeling unwell
manifestation: sign
metastases: cancer that has spread
metastasis: spread of cancer
metastatic: that has spread
modality: kind of treatment
morbidity: illness
mortality: deaths
multidisciplinary: from several specialties
myalgia: muscle pain
myocardial: of the heart muscle
necrosis: death of tissue
neonatal: newborn
neonate: newborn baby
noninvasive: without surgery
nosocomial: caught in the hospital
occlusion: blockage
ocular: of the eye
optimal: best
palpate: feel
palpation: feeling with the hands
parenteral: by vein or shot
paresthesia: tingling
pathogenesis: how it begins
pathophysiology: what goes wrong in the body
percutaneous: through the skin
perioperative: around surgery
peripheral edema: swollen legs or arms
physiologic: of the body
polyuria: a lot of urine
posterior: back
postoperative: after surgery
preoperative: before surgery
prior to: before
prognosis: outlook
prognostic: that tells the outlook
prophylactic: preventive
prophylaxis: prevention
proximal: near end of
pruritus: itching
pulmonary: lung
pyrexia: fever
radioactive isotope: substance that gives off radiation
renal: kidney
resect: remove by surgery
resection: surgery to remove it
sequelae: later effects
stenosis: narrowing
subcutaneous: under the skin
subsequent to: after
symptomatology: symptoms
syncope: fainting
tachycardia: fast heartbeat
tachypnea: fast breathing
terminate: end
thoracic: of the chest
thrombosis: blood clot
titrate: adjust
unilateral: on one side
urticaria: hives
utilization: use
utilize: use
utilizing: using
vasoconstriction: narrowing of blood vessels
with regard to: about
xerostomia: dry mouth
"""

PLAINER = dict(line.split(": ") for line in _PLAINER.splitlines())
"""What stands on pages, and what to write instead."""

EMERGENCIES = (
    *("anaphylaxis", "severe allergic reaction", "paralysis", "paralyzed", "cannot move", "sudden weakness"),
    *("seizure", "convulsion", "loss of consciousness", "unconscious", "unresponsive", "cannot be woken", "passes out"),
    *("trouble breathing", "difficulty breathing", "breathing difficulty", "struggling to breathe", "gasping for air"),
    *("shortness of breath", "stops breathing", "stopped breathing", "blue lips", "choking", "chest pain"),
    *("severe bleeding", "heavy bleeding", "bleeding that does not stop", "bleeding that will not stop"),
    *("vomiting blood", "coughing up blood", "stiff neck", "severe headache", "severe dehydration", "stroke"),
    *("suicide", "suicidal", "overdose", "poisoning", "fever during treatment", "fever during chemotherapy"),
    *("neutropenic fever", "sepsis", "cardiac arrest", "shock"),
)
"""Children's emergencies in the words that pages use. Clinicians go through them before the site opens."""
