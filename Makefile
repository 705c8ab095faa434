# Gossip Glomers in Java. `make` lists what there is to do.
# Needs a JDK 21 or newer (found by maelstrom/find-jdk) and Maven; runs on GNU make 3.81 and bash 3.2.

SHELL = /bin/sh
MVN ?= mvn

# Said on the command line, these replace what the official commands say.
RATE =
TIME_LIMIT =
NODES =
LATENCY =
TOPOLOGY =
NEMESIS =
NEMESIS_INTERVAL =
LOSS =
DUPLICATE =
REORDER =
SLOW =
PARTITIONS =
ARGS =
NODE_ARGS =
# Which of a challenge's nodes: plain, robust or efficient.
RUNG =
# auto: Maelstrom where it is usable, else our workbench.
ENGINE ?= auto

# What decides everything in a lesson.
SEED =

# --- what stands on the command line ----------------------------------------------------------------

# Values go to the shell as they were given, whatever is in them: a variable that is one value as one
# word, one that is words (ARGS) with quotes around those that have spaces in them.
quoted = '$(subst ','\'',$(value $(1)))'
# Option $(2) with the value of variable $(1), if it has one.
given = $(if $(value $(1)),$(2) $(call quoted,$(1)))
# The value of variable $(1), or else $(2).
or_else = $(if $(value $(1)),$(call quoted,$(1)),$(2))
# The same for the name of a file; ~ is the home folder, which few shells put in themselves.
path = $(subst '~/,"$$HOME"'/,$(call quoted,$(1)))
given_path = $(if $(value $(1)),$(2) $(call path,$(1)))

VALUES = RATE TIME_LIMIT NODES LATENCY TOPOLOGY NEMESIS NEMESIS_INTERVAL LOSS DUPLICATE REORDER SLOW \
  PARTITIONS RUNG ENGINE SEED SEEDS SECONDS CHALLENGE FAULTS GATHER LESSON \
  STORE PORT RUN A B FORMAT BASELINE REPEAT PEER DIR
WORDS = ARGS NODE_ARGS MVN
# What others understand, and may be said here as well as in the environment.
FOREIGN = JAVA_HOME JAVA_HOME_21 JDK_PLACES JAVA_TOOL_OPTIONS MAVEN_OPTS MAVEN_ARGS MAELSTROM_HOME MAELSTROM_URL \
  MAELSTROM_SHA256 PATH SHELL MAKEFLAGS MFLAGS

define newline


endef

# What is left of words when all is taken away that is sure to be a word: quotes without a partner,
# and what a shell would take for more than a word.
no_words = $(shell printf '%s\n' $(call quoted,$(1)) | LC_ALL=C sed -E \
  -e "s/'[^']*'|\"[^\"\`\$$\\\\]*\"//g" -e 's/[A-Za-z0-9[:space:]_./:=,@%+~^-]//g' | LC_ALL=C tr -d '\200-\377')

# What has replaced the variables of former versions.
now_cas = RUNG=robust
now_crdt = RUNG=efficient
now_owned = RUNG=efficient
now_last-writer-wins = RUNG=robust
now_max-value = RUNG=robust:max-value
now_multi-value = RUNG=robust:multi-value
now_3d = RUNG=efficient:3d
now_3e = RUNG=efficient:3e
now_none = RUNG=robust
$(foreach v,COUNTER LOG MERGE PRESET,$(if $(findstring command line,$(origin $(v))),$(error \
  $(v)= is no variable any more: say $(or $(now_$(strip $(value $(v)))),RUNG=plain|robust|efficient))))

$(foreach v,$(.VARIABLES),$(if $(findstring command line,$(origin $(v))),$(if \
  $(filter $(v),$(VALUES) $(WORDS) $(FOREIGN)),,$(error $(v)= is no variable of this Makefile: `make` lists them))))
$(foreach v,$(VALUES) $(WORDS),$(if $(findstring $(newline),$(value $(v))),$(error $(v) may not have a line break in it)))
$(foreach v,$(WORDS),$(if $(value $(v)),$(if $(call no_words,$(v)),$(error \
  $(v)=$(value $(v)) has a quote without its partner, or a sign that the shell would take for its own: put words with such signs or spaces into single quotes))))

.PHONY: help build test check check-jdk21 clean maelstrom lessons lesson new doctor
.NOTPARALLEL:

help:
	@echo 'make build                   the jar, and what nodes need to start fast        18 s'
	@echo 'make test                    unit tests                                        5 min'
	@echo 'make check                   unit tests, formatting, warnings, architecture    5 min'
	@echo 'make check-jdk21             build, tests and a cluster run on a JDK 21'
	@echo 'make test-echo               challenge 1                                        12 s'
	@echo 'make test-unique-ids         challenge 2                                        35 s'
	@echo 'make test-broadcast          challenges 3a to 3e, one table                     3 min'
	@echo 'make test-broadcast-3a       one of them: -3a -3b -3c -3d -3e                   35 s'
	@echo 'make test-broadcast-3d-partition   with partitions; also -3e-partition          35 s'
	@echo 'make test-g-counter          challenge 4                                        35 s'
	@echo 'make test-kafka              challenges 5a to 5c; or one: -5a -5b -5c           2 min'
	@echo 'make test-txn                challenges 6a to 6c; or one: -6a -6b -6c           2 min'
	@echo 'make test-txn-ladder         seven consistency models; or one: -causal, …       5 min'
	@echo 'make consistency             what each model costs, and the anomaly of the one below 1 min'
	@echo 'make test-g-set              a grow-only set                                    35 s'
	@echo 'make test-pn-counter         a counter that also goes down                      35 s'
	@echo 'make test-lin-kv             a linearizable store: RUNG=plain (proxy), robust (Raft)  35 s'
	@echo 'make test-all                every challenge, one table                         9 min'
	@echo 'make lessons                 every lesson of the blog, shown by breaking        30 s'
	@echo 'make lesson-no-retry         one of them, at length; make lesson lists them         5 s'
	@echo 'make simulate                1,000 seeds over all challenges, in simulated time  1 min'
	@echo 'make why LESSON=no-retry     when a failure was decided; also SEED=… or ARGS="…"   20 s'
	@echo 'make ladder                  what each rung stands, costs and takes to read        1 min'
	@echo 'make determinism             19 seeds in five JVMs, virtual and platform threads  1 min'
	@echo 'make report                  pages to look at, of the latest run (or RUN=…) and of all    5 s'
	@echo 'make serve                   show store/ to a browser, on 127.0.0.1 (PORT=8000)'
	@echo 'make scale                   3d with 25, 100, 400 and 1,000 nodes, simulated     2 min'
	@echo 'make compare                 the newest run of each kind against the one before   1 s'
	@echo 'make compare A=3d~1 B=3d     one run against another: a folder, a name, a challenge'
	@echo 'make history CHALLENGE=3e    all runs of a challenge, one under the other         1 s'
	@echo 'make compare-baseline        the newest runs against baseline.json                1 s'
	@echo 'make baseline                baseline.json from the newest 5 runs of each kind    1 s'
	@echo 'make bench                   start, echoes, a flood, hot paths; also PEER="command"  3 min'
	@echo 'make bench-txn               the transaction checkers, up to a million reads and writes   2 min'
	@echo 'make new DIR=../my-glomers   a project of your own nodes: POM, programs, tests     1 s'
	@echo 'make doctor                  what is there on this machine, and how to get the rest  1 s'
	@echo 'make maelstrom               fetch Maelstrom itself (67 MB) into maelstrom/dist'
	@echo 'make clean                   remove target/ (store/ and Maelstrom stay)'
	@echo
	@echo 'Variables: RATE TIME_LIMIT NODES LATENCY TOPOLOGY NEMESIS NEMESIS_INTERVAL'
	@echo '           LOSS DUPLICATE REORDER SLOW PARTITIONS; NEMESIS=partition,pause,crash,skew,membership or none'
	@echo '           RUNG=plain|robust|efficient; broadcast: efficient:3d, :3e or :800ms, g-counter: robust:second-old, txn: robust:max-value or :multi-value, or a step of the consistency ladder'
	@echo '           FORMAT=text|markdown|json|csv RUN=folder STORE=store'
	@echo '           SEED=7; for simulate also SEEDS=1000 SECONDS=5 CHALLENGE=kafka FAULTS=loss,crash|none GATHER=1'
	@echo '           for ladder SEED=1 SEEDS=20 CHALLENGE=kafka FORMAT=markdown'
	@echo '           ENGINE=auto|maelstrom|workbench|simulation ARGS="more options" NODE_ARGS="words for the node"'

# --- building ---------------------------------------------------------------------------------------

# Maven of a JDK that fits; the property quiets what newer JDKs say about Maven's own libraries.
USE_JDK = JAVA_HOME=$$(maelstrom/find-jdk) || exit 1; export JAVA_HOME
USE_MVN = $(USE_JDK); command -v $(MVN) >/dev/null || { \
	echo "Maven is not on PATH: install it (apt install maven, brew install maven, sdk install maven)" >&2; exit 1; }; \
	MAVEN_OPTS="$$MAVEN_OPTS -Dsun.misc.unsafe.memory.access=allow"; export MAVEN_OPTS; $(MVN) -B -ntp

# Folders too, so that a deleted source counts as a change.
SOURCES := pom.xml $(shell find src/main)

build: target/glomers.jar
	@$(USE_JDK); maelstrom/prepare "$$JAVA_HOME"

# Written under another name and renamed: a run that goes on keeps the jar that it began with.
FRESH = -Dglomers.jar=glomers-new
target/glomers.jar: $(SOURCES)
	@echo 'building target/glomers.jar'
	@$(USE_MVN) -q -Dmaven.test.skip=true $(FRESH) package
	@touch target/glomers-new.jar
	@mv -f target/glomers-new-library.jar target/glomers-library.jar
	@mv -f target/glomers-new.jar $@

test:
	@$(USE_MVN) test

check:
	@$(USE_MVN) $(FRESH) -Pcheck verify

# The oldest JDK that the code is for. Everything is built anew, since the jar may be a newer JDK's.
check-jdk21:
	@home=$$(maelstrom/find-jdk 21) || exit 1; echo "on the JDK 21 in $$home"; \
	for target in clean build test test-broadcast-3c; do \
	  $(MAKE) --no-print-directory JAVA_HOME="$$home" ENGINE=workbench $$target || exit 1; \
	done

clean:
	rm -rf target

maelstrom:
	@maelstrom/install

doctor:
	@maelstrom/doctor

# A project of one's own nodes.
DIR =
new: target/glomers.jar
	@maelstrom/new $(call path,DIR)

# --- looking at runs --------------------------------------------------------------------------------

STORE ?= store
PORT ?= 8000
SHOW = . target/launch.env; "$$java" $$workbench_flags -cp target/glomers.jar glomers.cli.runs.ReportMain

report: build
	@$(SHOW) report $(call path,STORE) $(call given_path,RUN)

serve: build
	@$(SHOW) serve $(call path,STORE) $(call quoted,PORT)

# --- comparing what runs left -----------------------------------------------------------------------

# A and B name runs; FORMAT is text, markdown, json or csv; ARGS may hold more options.
A =
B =
FORMAT =
BASELINE = baseline.json
# Over before a better compiler would pay.
RECORDS = $(USE_JDK); "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
	-cp target/glomers.jar glomers.cli.WorkbenchMain
records_options = --store $(call path,STORE) $(call given,FORMAT,--format) $(value ARGS)

.PHONY: compare compare-baseline history baseline
compare: target/glomers.jar
	@$(RECORDS) compare $(records_options) \
	  $(if $(value B),$(if $(value A),,$(error B= says what A= is compared with: say A= too))) \
	  $(call given_path,A) $(call given_path,B)

compare-baseline: target/glomers.jar
	@$(RECORDS) compare --baseline $(call path,BASELINE) $(records_options)

history: target/glomers.jar
	@$(RECORDS) history $(records_options) $(call given,CHALLENGE)

baseline: target/glomers.jar
	@$(RECORDS) baseline --store $(call path,STORE) $(value ARGS) $(call path,BASELINE)

# --- benchmarks -------------------------------------------------------------------------------------

# REPEAT times each; PEER is the command of another echo node, which is measured in turn with ours.
REPEAT =
PEER =
.PHONY: bench
bench: build
	@$(USE_MVN) -q -Pbench test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.cp
	@$(USE_JDK); cp="target/bench-classes:target/classes:$$(cat target/bench.cp)"; \
	"$$JAVA_HOME/bin/java" -cp "$$cp" org.openjdk.jmh.Main HotPaths -rf json -rff target/jmh.json && \
	"$$JAVA_HOME/bin/java" -cp "$$cp" glomers.bench.Processes $(call path,STORE) \
	  $(call or_else,REPEAT,10) $(call given,PEER)

# How long the transaction checkers take, and how much memory.
.PHONY: bench-txn
bench-txn: build
	@$(USE_MVN) -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.cp
	@$(USE_JDK); "$$JAVA_HOME/bin/java" -Xmx2g -cp "target/test-classes:target/classes:$$(cat target/test.cp)" \
	  glomers.workbench.checker.txn.TxnSpeed

# --- breaking things on purpose ---------------------------------------------------------------------

# Simulated time needs neither the nodes' launchers nor their archive. What a run leaves is garbage
# when it is over: the more room there is, the less of it is ever looked at. And of that, a
# third for what is under way between 1,000 nodes: else it ends up in the old generation.
WORKBENCH = $(USE_JDK); "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmn512m -XX:SurvivorRatio=2 \
	-cp target/glomers.jar glomers.cli.WorkbenchMain
with_seed = $(call given,SEED,--seed)

lessons: target/glomers.jar
	@$(WORKBENCH) lessons $(with_seed)

lesson: target/glomers.jar
	@$(WORKBENCH) lesson

lesson-%: target/glomers.jar
	@$(WORKBENCH) lesson '$(subst ','\'',$*)' $(with_seed)

# --- sweeping over seeds ----------------------------------------------------------------------------

# simulate: SEEDS runs of SECONDS each; CHALLENGE and FAULTS choose among them; GATHER=1 goes on
# after a failure.
SEEDS =
CHALLENGE =
FAULTS =
SECONDS =
GATHER =

.PHONY: simulate why ladder consistency determinism scale
sweep = $(call given,SEEDS,--seeds) $(call given,CHALLENGE,--challenge) \
  $(call given,FAULTS,--faults) $(call given,SECONDS,--seconds) $(with_seed)

simulate: target/glomers.jar
	@$(WORKBENCH) simulate $(sweep) $(if $(filter-out 0,$(value GATHER)),--gather) $(value ARGS)

# When the failure of a run was decided: of a lesson, of a seed of simulate, or of ARGS for test.
LESSON =
why: target/glomers.jar
	@$(WORKBENCH) why $(call given,LESSON,--lesson) $(call given,CHALLENGE,--challenge) $(with_seed) $(value ARGS)

# SEEDS runs for each fault that a rung is said to stand.
ladder: target/glomers.jar
	@$(WORKBENCH) ladder $(call given,SEEDS,--seeds) $(call given,CHALLENGE,--challenge) $(with_seed) \
	  $(call given,FORMAT,--format) $(value ARGS)

consistency: target/glomers.jar
	@$(WORKBENCH) consistency $(call given,FORMAT,--format) $(value ARGS)

scale: target/glomers.jar
	@$(WORKBENCH) scale $(with_seed) $(value ARGS)

determinism: SEEDS := $(or $(value SEEDS),19)
determinism: target/glomers.jar
	@$(WORKBENCH) simulate $(sweep) --prove-determinism

# --- running: the official commands -----------------------------------------------------------------

# An option with its official value, or the one given on the command line. NEMESIS=none: none at all.
nodes = --node-count $(call or_else,NODES,$(1))
seconds = --time-limit $(call or_else,TIME_LIMIT,$(1))
rate = $(if $(value RATE)$(1),--rate $(call or_else,RATE,$(1)))
latency = $(if $(value LATENCY)$(1),--latency $(call or_else,LATENCY,$(1)))
nemesis = $(if $(filter-out none,$(or $(value NEMESIS),$(1))),--nemesis $(call or_else,NEMESIS,$(1))) \
  $(if $(findstring partition,$(or $(value NEMESIS),$(1))),$(partitions))
partitions = $(call given,PARTITIONS,--partitions)
others = $(call given,TOPOLOGY,--topology) $(call given,NEMESIS_INTERVAL,--nemesis-interval) \
  $(call given,LOSS,--loss) $(call given,DUPLICATE,--duplicate) \
  $(call given,REORDER,--reorder) $(call given,SLOW,--slow) $(with_seed) \
  $(if $(filter-out store,$(value STORE)),--store $(call path,STORE)) $(value ARGS)
node_words = $(if $(strip $(1) $(value NODE_ARGS)),-- $(1) $(value NODE_ARGS))

BIN = --bin maelstrom/bin

run_1 = -w echo $(BIN)/echo $(call nodes,1) $(call seconds,10) $(call rate,) $(call latency,) \
  $(call nemesis,) $(others) $(call node_words,)
run_2 = -w unique-ids $(BIN)/unique-ids $(call nodes,3) $(call seconds,30) $(call rate,1000) \
  $(call latency,) --availability total $(call nemesis,partition) $(others) $(call node_words,)

# Rung $(1), or the one given on the command line. The efficient broadcast has a latency budget.
rung = --rung $(call or_else,RUNG,$(1))
rung_3e = --rung $(if $(filter-out efficient,$(value RUNG)),$(call quoted,RUNG),efficient:3e)

BROADCAST = -w broadcast $(BIN)/broadcast
BROADCAST_5 = $(BROADCAST) $(call nodes,5) $(call seconds,20) $(call rate,10) $(call latency,)
BROADCAST_25 = $(BROADCAST) $(call nodes,25) $(call seconds,20) $(call rate,100) $(call latency,100)
run_3a = $(BROADCAST) $(call nodes,1) $(call seconds,20) $(call rate,10) $(call latency,) \
  $(call nemesis,) $(others) $(call node_words,$(call rung,plain))
run_3b = $(BROADCAST_5) $(call nemesis,) $(others) $(call node_words,$(call rung,plain))
run_3c = $(BROADCAST_5) $(call nemesis,partition) $(others) $(call node_words,$(call rung,plain))
run_3d = $(BROADCAST_25) $(call nemesis,) $(others) $(call node_words,$(call rung,efficient))
run_3e = $(BROADCAST_25) $(call nemesis,) $(others) $(call node_words,$(rung_3e))
run_3d-partition = $(BROADCAST_25) $(call nemesis,partition) $(others) $(call node_words,$(call rung,efficient))
run_3e-partition = $(BROADCAST_25) $(call nemesis,partition) $(others) $(call node_words,$(rung_3e))

# A crash may cost a CRDT what only the crashed node had, and the others nothing.
CRASH_COST = $(if $(findstring crash,$(value NEMESIS)),--crash-cost \
  $(if $(filter efficient,$(value RUNG)),unshared,nothing))
run_4 = -w g-counter $(BIN)/g-counter $(call nodes,3) $(call seconds,20) $(call rate,100) \
  $(call latency,) $(call nemesis,partition) $(others) $(CRASH_COST) \
  $(call node_words,$(call rung,plain))

# More than the challenge asks for, which our nodes keep; Maelstrom does not know the option.
COMMITS = $(if $(filter maelstrom,$(ENGINE)),,--commits monotonic)
KAFKA = -w kafka $(BIN)/kafka --concurrency 2n $(call seconds,20) $(call rate,1000) \
  $(call latency,) $(call nemesis,) $(COMMITS) $(others)
run_5a = $(KAFKA) $(call nodes,1) $(call node_words,$(call rung,plain))
run_5b = $(KAFKA) $(call nodes,2) $(call node_words,$(call rung,plain))
run_5c = $(KAFKA) $(call nodes,2) $(call node_words,$(call rung,efficient))

TXN = -w txn-rw-register $(BIN)/txn --concurrency 2n $(call seconds,20) $(call rate,1000) \
  $(call latency,) $(others)
run_6a = $(TXN) $(call nodes,1) --consistency-models read-uncommitted --availability total \
  $(call nemesis,) $(call node_words,$(call rung,plain))
run_6b = $(TXN) $(call nodes,2) --consistency-models read-uncommitted \
  $(call nemesis,) $(call node_words,$(call rung,plain))
run_6b-partition = $(TXN) $(call nodes,2) --consistency-models read-uncommitted --availability total \
  $(call nemesis,partition) $(call node_words,$(call rung,plain))
run_6c = $(TXN) $(call nodes,2) --consistency-models read-committed --availability total \
  $(call nemesis,partition) $(call node_words,$(call rung,plain))

# The consistency ladder: each step is judged by its own model. Those that ask nobody must always answer.
STEP = $(BIN)/txn --concurrency 2n $(call nodes,5) $(call seconds,10) $(call rate,100) \
  $(call latency,) $(call nemesis,partition) $(others)
registers = -w txn-rw-register $(STEP) --consistency-models $(1) $(call node_words,$(call rung,$(2)))
lists = -w txn-list-append $(STEP) --consistency-models $(1) $(call node_words,$(call rung,$(2)))
TOTAL = --availability total
run_read-uncommitted = $(call registers,read-uncommitted $(TOTAL),read-uncommitted)
run_read-committed = $(call registers,read-committed $(TOTAL),read-committed)
run_read-atomic = $(call registers,read-atomic $(TOTAL),read-atomic)
run_causal = $(call registers,causal-cerone $(TOTAL),causal)
run_snapshot-isolation = $(call registers,snapshot-isolation,snapshot-isolation)
run_snapshot-isolation-lists = $(call lists,snapshot-isolation,snapshot-isolation)
run_serializable = $(call registers,serializable,serializable)
run_serializable-lists = $(call lists,serializable,serializable)
run_strict-serializable = $(call registers,strict-serializable,strict-serializable)
run_strict-serializable-lists = $(call lists,strict-serializable,strict-serializable)

run_g-set = -w g-set $(BIN)/g-set $(call nodes,5) $(call seconds,20) $(call rate,10) \
  $(call latency,) $(call nemesis,partition) $(others) $(call node_words,)
run_pn-counter = -w pn-counter $(BIN)/pn-counter $(call nodes,3) $(call seconds,20) $(call rate,10) \
  $(call latency,) $(call nemesis,partition) $(others) $(CRASH_COST) $(call node_words,$(call rung,plain))

run_lin-kv = -w lin-kv $(BIN)/lin-kv --concurrency 4n $(call nodes,3) $(call seconds,20) \
  $(call rate,100) $(call latency,) $(call nemesis,partition) $(others) $(call node_words,$(call rung,plain))

# --- running: the targets ---------------------------------------------------------------------------

# The rows of each target, in the order in which they are run.
rows_test-echo = 1
rows_test-unique-ids = 2
rows_test-broadcast = 3a 3b 3c 3d 3e
rows_test-g-counter = 4
rows_test-kafka = 5a 5b 5c
rows_test-txn = 6a 6b 6b-partition 6c
rows_test-txn-6b = 6b 6b-partition
rows_test-txn-snapshot-isolation = snapshot-isolation snapshot-isolation-lists
rows_test-txn-serializable = serializable serializable-lists
rows_test-txn-strict-serializable = strict-serializable strict-serializable-lists
rows_test-txn-ladder = read-uncommitted read-committed read-atomic causal \
  $(rows_test-txn-snapshot-isolation) $(rows_test-txn-serializable) $(rows_test-txn-strict-serializable)
rows_test-g-set = g-set
rows_test-pn-counter = pn-counter
rows_test-lin-kv = lin-kv
rows_test-all = 1 2 3a 3b 3c 3d 3e 3d-partition 3e-partition 4 5a 5b 5c 6a 6b 6b-partition 6c g-set pn-counter

GROUPS = test-echo test-unique-ids test-broadcast test-g-counter test-kafka test-txn test-g-set \
  test-pn-counter test-lin-kv test-txn-ladder test-all
SINGLES = $(addprefix test-broadcast-,3a 3b 3c 3d 3e 3d-partition 3e-partition) \
  $(addprefix test-kafka-,5a 5b 5c) $(addprefix test-txn-,6a 6b 6c) \
  $(addprefix test-txn-,read-uncommitted read-committed read-atomic causal snapshot-isolation serializable strict-serializable)
RUNS = $(GROUPS) $(SINGLES)
.PHONY: $(RUNS)

# The engine is chosen once, not once a row.
ifneq ($(filter $(RUNS),$(MAKECMDGOALS)),)
override ENGINE := $(shell ENGINE=$(call quoted,ENGINE) maelstrom/choose-engine $(others) $(partitions) $(call nemesis,))
ifeq ($(ENGINE),)
$(error stopped)
endif
endif
export ENGINE

# The row of a target that names one (test-broadcast-3d-partition: 3d-partition), else its list.
rows_of = $(or $(rows_$(1)),$(patsubst test-txn-%,%,$(patsubst test-kafka-%,%,$(patsubst test-broadcast-%,%,$(1)))))

# The official limits are for the official commands.
CHANGED = $(strip $(foreach v,RATE NODES LATENCY TOPOLOGY NEMESIS LOSS DUPLICATE REORDER SLOW ARGS NODE_ARGS,$(value $(v))))

# Without a row that has partitions, their shapes would do nothing.
run_rows = $(foreach row,$(call rows_of,$(1)),$(run_$(row)))
demand_partitions = $(if $(value PARTITIONS),$(if $(findstring --partitions,$(call run_rows,$(1))),, \
  $(error PARTITIONS does nothing without NEMESIS=partition)))

# A rung that a row of the target does not have is refused before the first of them is run: each
# program is started with it, and no input.
programs_of = $(sort $(foreach row,$(call rows_of,$(1)),$(if $(findstring --rung,$(run_$(row))),$(filter maelstrom/bin/%,$(run_$(row))))))
demand_rung = $(if $(value RUNG),$(foreach program,$(call programs_of,$(1)),$(program) --rung $(call quoted,RUNG) </dev/null || exit 1;))

$(RUNS): build
	@$(call demand_partitions,$@)$(call demand_rung,$@)mkdir -p target/runs && : >target/runs/$@.tsv
	@$(foreach row,$(call rows_of,$@),maelstrom/run-row target/runs/$@.tsv $(row) $(run_$(row)) || exit;)
	@. target/launch.env; "$$java" $$workbench_flags -cp target/glomers.jar glomers.cli.runs.SummaryMain \
		$(if $(CHANGED),--no-limits) target/runs/$@.tsv
