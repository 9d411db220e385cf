using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    // The examples of RFC 3720, B.4, masked as TFRecord does.
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AAu)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62A8AB43u)]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", 0x46DD794Eu)]
    public void Checksums_are_crc_32c(string bytes, uint crc) =>
        Assert.Equal(((crc >> 15) | (crc << 17)) + 0xA282EAD8u, EventRecord.MaskedChecksum(Convert.FromHexString(bytes)));

    [Fact]
    public void A_scalar_is_these_bytes()
    {
        var record = EventRecord.Scalars(1.5, 300, [("a/b", 0.25)]);

        Assert.Equal(
            "09000000000000F83F" // wall_time = 1.5
            + "10AC02" // step = 300
            + "2A0C0A0A0A03612F62150000803E", // summary { value { tag "a/b" simple_value 0.25 } }
            Convert.ToHexString(record.AsSpan(12..^4)));
    }

    [Fact]
    public void A_training_can_be_read_back_record_by_record()
    {
        using var run = _runs.Start("run");
        using (var log = new TensorBoardLog(_runs["run"], run.Step))
        {
            foreach (var happening in run.Execute(TestContext.Current.CancellationToken))
                log.Add(happening);
        }

        var file = Assert.Single(Directory.GetFiles(_runs["run"].TensorBoard));
        var events = Events(File.ReadAllBytes(file)).ToArray();

        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal((1L, true), (events[1].Step, events[1].IsStart));
        var history = MetricsHistory.Read(_runs["run"]);
        Assert.Equal(history.Steps.Select(point => point.Step), events.Where(e => e.Scalars.ContainsKey("train/loss")).Select(e => e.Step));
        Assert.Equal(
            history.Evaluations.Select(point => (point.Step, (float)point["nll_bound"])),
            events.Where(e => e.Scalars.ContainsKey("valid/nll_bound")).Select(e => (e.Step, e.Scalars["valid/nll_bound"])));
        Assert.Contains("train/kl_weight", events[2].Scalars.Keys);
    }

    private sealed record Read(long Step, string? Version, bool IsStart, IReadOnlyDictionary<string, float> Scalars);

    private static IEnumerable<Read> Events(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(EventRecord.MaskedChecksum(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(EventRecord.MaskedChecksum(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += 16 + length;
            yield return EventOf(data);
        }
    }

    private static Read EventOf(byte[] data)
    {
        var (step, version, isStart, scalars) = (0L, (string?)null, false, new Dictionary<string, float>());
        Fields(data, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    Assert.True(input.ReadDouble() > 1e9);
                    break;
                case 2:
                    step = input.ReadInt64();
                    break;
                case 3:
                    version = input.ReadString();
                    break;
                case 5:
                    Fields(input.ReadBytes().ToByteArray(), (_, summary) =>
                    {
                        var (tag, value) = ("", 0f);
                        Fields(summary.ReadBytes().ToByteArray(), (part, scalar) =>
                        {
                            if (part == 1)
                                tag = Encoding.UTF8.GetString(scalar.ReadBytes().Span);
                            else
                                value = scalar.ReadFloat();
                        });
                        scalars.Add(tag, value);
                    });
                    break;
                case 7:
                    Assert.Equal([8, 1], input.ReadBytes().ToByteArray());
                    isStart = true;
                    break;
                default:
                    Assert.Fail($"No event has a field {field}.");
                    break;
            }
        });
        return new Read(step, version, isStart, scalars);
    }

    private static void Fields(byte[] message, Action<int, CodedInputStream> read)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
            read(WireFormat.GetTagFieldNumber(tag), input);
    }
}
