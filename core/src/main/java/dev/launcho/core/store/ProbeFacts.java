package dev.launcho.core.store;

import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import java.util.Map;

/** The result of a probe as members of a JSON object, for programs; {@code text} is its sentence. */
final class ProbeFacts implements ProbeFinding.Visitor<Map<String, Object>> {
    private static final ProbeFacts MAKER = new ProbeFacts();

    private ProbeFacts() {}

    static Map<String, Object> of(ProbeResult result) {
        ProbeQuestion question = result.question();
        Map<String, Object> members = EventFacts.members("check", EventFacts.word(question.kind()));
        if (question.kind() == Probe.Kind.HTTP) {
            members.put("path", question.subject());
        }
        if (question.kind() == Probe.Kind.EXEC) {
            members.put("program", question.subject());
        }
        if (question.port() > 0) {
            members.put("address", question.address());
            members.put("port", question.port());
        }
        members.putAll(result.finding().accept(MAKER));
        members.put("text", result.sentence());
        return members;
    }

    private static Map<String, Object> found(String finding, Object... namesAndValues) {
        Map<String, Object> members = EventFacts.members("finding", finding);
        members.putAll(EventFacts.members(namesAndValues));
        return members;
    }

    @Override
    public Map<String, Object> accepted() {
        return found("accepted");
    }

    @Override
    public Map<String, Object> answered(ProbeFinding.Answered finding) {
        return found("answered", "status", finding.status(), "reason", finding.reason());
    }

    @Override
    public Map<String, Object> noHttp(ProbeFinding.NoHttp finding) {
        return found("no_http", "speaks", EventFacts.word(finding.speaks()));
    }

    @Override
    public Map<String, Object> closed(ProbeFinding.Closed finding) {
        return found("closed", "after", finding.interim(), "endless", finding.endless());
    }

    @Override
    public Map<String, Object> unconnected(ProbeFinding.Unconnected finding) {
        return found("unconnected", "failure", EventFacts.word(finding.failure()));
    }

    @Override
    public Map<String, Object> unasked(ProbeFinding.Unasked finding) {
        return found("unasked", "shortage", EventFacts.word(finding.shortage()));
    }

    @Override
    public Map<String, Object> silent(ProbeFinding.Silent finding) {
        return found("silent", "timeout_ms", finding.millis());
    }

    @Override
    public Map<String, Object> broken(ProbeFinding.Broken finding) {
        return found("broken", "cause", EventFacts.word(finding.cause()), "detail", finding.detail());
    }

    @Override
    public Map<String, Object> stranger(ProbeFinding.Stranger finding) {
        return found("stranger", "port", finding.port(), "who", finding.who());
    }

    @Override
    public Map<String, Object> alive(ProbeFinding.Alive finding) {
        return found("alive", "enough", finding.enough(), "wanted_ms", finding.millis());
    }

    @Override
    public Map<String, Object> exited(ProbeFinding.Exited finding) {
        return found("exited", "status", finding.exit().status());
    }

    @Override
    public Map<String, Object> described(ProbeFinding.Described finding) {
        return found("described");
    }
}
