using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace TextVae.Tests;

/// <summary>A folder for one test, deleted at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("textvae-tests-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    /// <summary>Changes a part that a text file has.</summary>
    public void Replace(string name, string before, string after)
    {
        var text = File.ReadAllText(this[name]);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(this[name], text.Replace(before, after, StringComparison.Ordinal));
    }

    public string WriteTar(string name, params (string Name, string Content)[] entries)
    {
        using var file = File.Create(this[name]);
        using Stream stream = name.EndsWith("gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file;
        using TarWriter tar = new(stream, TarEntryFormat.Pax);
        foreach ((var entryName, var content) in entries)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entryName)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
            });
        }
        return this[name];
    }

    public static byte[] Gzip(string content)
    {
        using MemoryStream memory = new();
        using (GZipStream stream = new(memory, CompressionLevel.Fastest))
            stream.Write(Encoding.UTF8.GetBytes(content));
        return memory.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
