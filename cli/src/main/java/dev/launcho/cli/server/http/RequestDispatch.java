package dev.launcho.cli.server.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * The dispatch of one connection's requests: authenticates the sender, finds a place for its connection, checks the route, and
 * has a worker answer. A request that fails on this way is refused. Event loop.
 */
final class RequestDispatch {
    private final RequestAuthenticator gate;
    private final HttpRouter router;
    private final WorkerPools workers;
    private final ClientConnections visitors;
    private final TextBodies texts;
    private final PlanPace plans;
    private final RefusalPace refusals;
    private final ConnectionToken token;

    RequestDispatch(
            RequestAuthenticator gate,
            HttpRouter router,
            WorkerPools workers,
            ClientConnections visitors,
            TextBodies texts,
            PlanPace plans,
            RefusalPace refusals,
            ConnectionToken token) {
        this.gate = gate;
        this.router = router;
        this.workers = workers;
        this.visitors = visitors;
        this.texts = texts;
        this.plans = plans;
        this.refusals = refusals;
        this.token = token;
    }

    void dispatch(HttpRequest http, ActiveRequest request) {
        InetAddress from = ((InetSocketAddress) request.channel().remoteAddress()).getAddress();
        try {
            RequestHead head = RequestHead.of(http);
            Optional<HttpRouter.Match> open = router.findOpen(head.method(), head.path());
            if (open.isPresent()) {
                token.note(request.channel(), RequestAuthenticator.Admission.OPEN);
                begin(http, request, head, open.get(), RequestAuthenticator.Admission.OPEN, from);
                return;
            }
            RequestAuthenticator.Admission admission = gate.admit(head.credential(), from);
            if (admission.access() == RequestAuthenticator.Access.NOTHING) {
                HttpError refusal = new HttpError(
                        401, admission.refusal().code(), admission.refusal().why());
                request.refuseAfter(Duration.ofMillis(admission.delayMillis()), refusal);
            } else {
                admit(http, request, head, admission, from);
            }
        } catch (HttpError e) {
            request.refuse(e);
        }
    }

    private void admit(
            HttpRequest http,
            ActiveRequest request,
            RequestHead head,
            RequestAuthenticator.Admission admission,
            InetAddress from) {
        try {
            place(request.channel(), admission, from);
            begin(http, request, head, match(head, admission, from), admission, from);
        } catch (HttpError e) {
            request.refuseAfter(refusals.delay(admission), e);
        } catch (RejectedExecutionException e) {
            request.refuseAfter(refusals.delay(admission), WorkerPools.busy());
        }
    }

    private void begin(
            HttpRequest http,
            ActiveRequest request,
            RequestHead head,
            HttpRouter.Match match,
            RequestAuthenticator.Admission admission,
            InetAddress from)
            throws HttpError {
        RequestCaller caller = RequestCaller.of(head.user(), from.getHostAddress(), admission);
        HttpRoute route = match.route();
        RequestTask.Recheck recheck = () -> checkAgain(route, head.credential());
        AdminExchange exchange = new AdminExchange(request, match.parameters(), head, caller, recheck);
        RequestTask task = new RequestTask(route.handler(), exchange, request, recheck, workers.failures());
        start(http, request, route, task, caller);
    }

    /** Checks a request that has waited, for its body or for a worker. Any thread. */
    private void checkAgain(HttpRoute route, RequestAuthenticator.Credential credential) throws HttpError {
        if (!route.isOpen()) {
            route.checkWindow(gate.admitAgain(credential)
                    .orElseThrow(() ->
                            new HttpError(401, "unauthorized", "the token became invalid while the request waited")));
        }
    }

    /** Gives the connection a place among those with its kind of token, and notes the token. */
    private void place(Channel connection, RequestAuthenticator.Admission admission, InetAddress from)
            throws HttpError {
        if (!visitors.admitted(connection, admission.access(), admission.key(from.getHostAddress()))) {
            throw new HttpError(503, "busy", "too many clients with this token are connected, try again in a second");
        }
        token.note(connection, admission);
    }

    /** Finds the route of a request, and checks whether its sender may use it, and use it now. */
    private HttpRouter.Match match(RequestHead head, RequestAuthenticator.Admission admission, InetAddress from)
            throws HttpError {
        HttpRouter.Match match = router.find(head.method(), head.path());
        HttpRoute route = match.route();
        if (admission.access().compareTo(route.needed()) < 0) {
            throw new HttpError(
                    403,
                    "forbidden",
                    "this token is read-only: " + head.method() + " " + head.path() + " needs the admin token");
        }
        if (admission.isOfPage()) {
            route.checkPage(admission, head.browser());
        }
        if (route.paced()) {
            plans.check(admission, from);
        }
        return match;
    }

    /** Starts a worker at once, or first collects the body if the route bounds it. */
    private void start(HttpRequest http, ActiveRequest request, HttpRoute route, RequestTask task, RequestCaller caller)
            throws HttpError {
        Runnable worker = route.workload() == RequestWorkload.INSTANT
                ? task
                : () -> workers.run(caller.admission().access(), route.workload(), caller.key(), task);
        long length = HttpUtil.getContentLength(http, 0L);
        boolean chunked = HttpUtil.isTransferEncodingChunked(http);
        int longest = route.longestText();
        if (!chunked && length == 0) {
            request.startBodiless(worker);
        } else if (longest == 0) {
            worker.run();
        } else if (!chunked && length > longest) {
            throw AdminExchange.tooLarge(longest);
        } else {
            long announced = chunked ? longest : length;
            request.collect(new TextCollection(request, texts, caller, announced, longest, worker));
        }
    }
}
