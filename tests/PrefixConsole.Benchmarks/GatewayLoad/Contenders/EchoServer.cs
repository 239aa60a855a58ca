using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PrefixConsole.Benchmarks.GatewayLoad.Contenders;

/// <summary>
/// The worker behind all contenders: reads the request whole and answers at once, 50 events when the request asks for a stream.
/// Listens on several ports, which are several workers to the gateway.
/// </summary>
internal static class EchoServer
{
    public const string Verb = "echo-server";
    public const int Workers = 4;
    public const int Chunks = 50;

    private static readonly byte[] s_answer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"The quick brown fox jumps over the lazy dog."},"finish_reason":"stop"}],"usage":{"prompt_tokens":500,"completion_tokens":50,"total_tokens":550,"prompt_tokens_details":{"cached_tokens":256}}}
        """u8.ToArray();

    private static readonly byte[] s_chunk = """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"bench","choices":[{"index":0,"delta":{"content":" fox"},"finish_reason":null}]}


        """u8.ToArray();

    private static readonly byte[] s_done = "data: [DONE]\n\n"u8.ToArray();

    public static Command CreateCommand()
    {
        var command = new Command(Verb) { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls([.. Enumerable.Repeat("http://127.0.0.1:0", Workers)]).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await ChildProcess.ServeAsync(app, cancellationToken);
        return Verbs.Done;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = context.Request.Path.Value == "/health" ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
            return;
        }

        if (!await ReadAsync(context.Request))
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = s_answer.Length;
            await context.Response.Body.WriteAsync(s_answer);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < Chunks; i++)
        {
            await context.Response.Body.WriteAsync(s_chunk);
            await context.Response.Body.FlushAsync();

            // lets the chunk leave before the next is made
            await Task.Yield();
        }

        await context.Response.Body.WriteAsync(s_done);
    }

    /// <summary>Takes the body off the connection; true when it asks for a stream.</summary>
    private static async ValueTask<bool> ReadAsync(HttpRequest request)
    {
        var streams = false;
        var first = true;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            if (first && !read.Buffer.IsEmpty)
            {
                first = false;
                var start = read.Buffer.FirstSpan;
                streams = start[..Math.Min(64, start.Length)].IndexOf("\"stream\":true"u8) >= 0;
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return streams;
            }
        }
    }
}
