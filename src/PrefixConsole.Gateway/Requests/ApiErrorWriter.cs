using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Writes errors in the form the client's API has.</summary>
internal static class ApiErrorWriter
{
    public static async Task WriteAsync(HttpContext context, ApiError error, bool anthropic)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        if (error.CloseConnection)
        {
            response.Headers.Connection = "close";
        }

        if (error.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var json = Json(error, anthropic);
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>The error as one event of a stream that has already begun.</summary>
    public static byte[] ServerSentEvent(ApiError error, bool anthropic)
    {
        // the blank line before ends an event the worker may have left half-written
        var head = anthropic ? "\n\nevent: error\ndata: "u8 : "\n\ndata: "u8;
        return [.. head, .. Json(error, anthropic).Span, .. "\n\n"u8];
    }

    private static ReadOnlyMemory<byte> Json(ApiError error, bool anthropic)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (anthropic)
        {
            json.WriteString("type", "error");
        }

        json.WriteStartObject("error");
        if (anthropic)
        {
            json.WriteString("type", error.AnthropicType);
            json.WriteString("message", error.Message);
        }
        else
        {
            json.WriteString("message", error.Message);
            json.WriteString("type", error.Type);
            json.WriteString("param", error.Param);
            json.WriteString("code", error.Code);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
