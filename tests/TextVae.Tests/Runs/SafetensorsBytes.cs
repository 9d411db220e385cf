using System.Text;

namespace TextVae.Tests.Runs;

/// <summary>Safetensors files made by hand, right or wrong.</summary>
internal static class SafetensorsBytes
{
    public static void Write(string path, string header, byte[] data) =>
        Write(path, Encoding.UTF8.GetBytes(header), data);

    public static void Write(string path, byte[] header, byte[] data) =>
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. data]);
}
