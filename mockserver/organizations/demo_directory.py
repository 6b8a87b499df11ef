"""The directory of `demo.yaml`. Written by `tools/write_demo.py`; edit the YAML."""

# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from ..telephony.model.directory import (
    Account,
    AgentStatus,
    CallbackTarget,
    Campaign,
    Code,
    Conference,
    Did,
    Directory,
    EarlierCall,
    Extension,
    Intent,
    Layer,
    LeadTracker,
    Queue,
    QueueMember,
    Recording,
    Retry,
    Route,
    Trunk,
    User,
    Voicemail,
)

DEMO = Directory(
    id='demo',
    name='Demo organization',
    accounts={
        70000001: Account(id=70000001, name='Voicenter Account'),
        70000002: Account(id=70000002, name='Sales Department', parent=70000001),
        70000003: Account(id=70000003, name='Support Department', parent=70000001),
        71000009: Account(id=71000009, name='סניף לונדון'),
        71000023: Account(id=71000023, name='Reception קבלה', parent=71000009),
    },
    codes={
        'demo-code': Code(code='demo-code', account=70000001, bearer='demo-bearer'),
        'demo-branch-code': Code(code='demo-branch-code', account=71000009, bearer='demo-branch-bearer'),
    },
    users={
        12345678: User(id=12345678, name='Walter Melon', code='12345678', account=70000002, email='walter@example.com', pin='1234', login_code='1001', extension='SIPSIP1'),
        87654321: User(id=87654321, name='John Doe', code='87654321', account=70000002, email='john@example.com', pin='1234', login_code='1002', extension='SIPSIP2'),
        23456789: User(id=23456789, name='Dana Levi', code='23456789', account=70000003, email='dana@example.com', pin='1234', login_code='1003', extension='SIPSIP3'),
        34567890: User(id=34567890, name='Avi Cohen', code='34567890', account=70000003, email='avi@example.com', pin='1234', login_code='1004', extension='SIPSIP4'),
        45678901: User(id=45678901, name='נועה מזרחי', code='45678901', account=70000003, email='noa@example.com', pin='1234', login_code='1005', extension='SIPSIP5'),
        555: User(id=555, name='Ruth Klein רות קליין', code='99961111', account=71000023, email='ruth@example.com', pin='8642', login_code='2077', extension='london-desk'),
    },
    extensions={
        'SIPSIP1': Extension(sip='SIPSIP1', id=30000001, name='Extension 1', account=70000002, user=12345678, speed_dial='11', password='demo-sip-1', voicemail=701),
        'SIPSIP2': Extension(sip='SIPSIP2', id=30000002, name='Extension 2', account=70000002, user=87654321, speed_dial='12', password='demo-sip-2'),
        'SIPSIP3': Extension(sip='SIPSIP3', id=30000003, name='Extension 3', account=70000003, user=23456789, speed_dial='13', password='demo-sip-3', device='offline'),
        'SIPSIP4': Extension(sip='SIPSIP4', id=30000004, name='Extension 4', account=70000003, user=34567890, speed_dial='14', password='demo-sip-4', click2call_blocked=True),
        'SIPSIP5': Extension(sip='SIPSIP5', id=30000005, name='Extension 5', account=70000003, user=45678901, speed_dial='15', password='demo-sip-5'),
        'london-desk': Extension(sip='london-desk', id=30000471, name='Front desk', account=71000023, user=555, speed_dial='41', password='demo-sip-london'),
        'london-lobby': Extension(sip='london-lobby', id=30000862, name='Lobby', account=71000023, speed_dial='42', password='demo-sip-lobby'),
    },
    trunks={
        'Main trunk': Trunk(name='Main trunk', number='0722776770', account=70000001),
        'London trunk': Trunk(name='London trunk', number='442079460970', account=71000009),
    },
    dids={
        '0722776772': Did(number='0722776772', route=Route(kind='layer', target='1'), name='Main number'),
        '0722776773': Did(number='0722776773', route=Route(kind='queue', target='10035'), name='Sales', account=70000002),
        '0722776774': Did(number='0722776774', route=Route(kind='extension', target='SIPSIP1'), name='Walter', account=70000002, user=12345678),
        '0722776775': Did(number='0722776775', route=Route(kind='layer', target='5'), name='External Layer'),
        '0722776776': Did(number='0722776776', route=Route(kind='layer', target='8'), name='External IVR'),
        '0722776777': Did(number='0722776777', route=Route(kind='layer', target='40'), name='VoiceBot'),
        '442079460958': Did(number='442079460958', route=Route(kind='extension', target='london-desk'), name='London number', account=71000009),
    },
    layers={
        1: Layer(number=1, id=40000001, name='Main menu', kind='menu', prompt='welcome', prompt_seconds=6, keys={'1': 12, '2': 22}),
        2: Layer(number=2, id=40000002, name='Goodbye', kind='playback', prompt='goodbye', prompt_seconds=2),
        5: Layer(number=5, id=40000005, name="Customer's layer", kind='external_layer', digits=9, fallback=1),
        8: Layer(number=8, id=40000008, name="Customer's IVR", kind='external_ivr', fallback=1),
        12: Layer(number=12, id=40000012, name='To Sales', kind='queue', target='10035'),
        22: Layer(number=22, id=40000022, name='To Support', kind='queue', target='10036'),
        30: Layer(number=30, id=40000030, name='Leave a message', kind='voicemail', target='701'),
        40: Layer(number=40, id=40000040, name="Customer's VoiceBot", kind='voice_bot', fallback=1, intents=(Intent(name='Order status', parameters={'order_number': '1234'}, fail_output='I cannot look that up now.'), Intent(name='Delivery date', parameters={'day': 'Tuesday'}, fail_output='I cannot look that up now.'))),
    },
    queues={
        10035: Queue(id=10035, name='Sales', account=70000002, members=(QueueMember(extension='SIPSIP1'), QueueMember(extension='SIPSIP2')), maximum_wait_seconds=600),
        10036: Queue(id=10036, name='Support', account=70000003, members=(QueueMember(extension='SIPSIP5', weight=2), QueueMember(extension='SIPSIP4')), strategy='longest_idle', maximum_wait_seconds=600, wrap_up_seconds=10, exit_keys={'0': 30}),
    },
    voicemails={
        701: Voicemail(id=701, name='Sales voicemail'),
    },
    conferences={
        '4321': Conference(code='4321', name='Weekly meeting'),
    },
    recordings={
        'welcome': Recording(name='welcome', seconds=6),
        'goodbye': Recording(name='goodbye', seconds=2),
        'record': Recording(name='record', seconds=3),
        'rec': Recording(name='rec', seconds=3),
    },
    statuses={
        1: AgentStatus(id=1, name='Login', color='#2ecc71', available=True),
        2: AgentStatus(id=2, name='Logout', color='#95a5a6'),
        3: AgentStatus(id=3, name='Lunch', color='#f39c12'),
        4: AgentStatus(id=4, name='Status 4', color='#9b59b6'),
        5: AgentStatus(id=5, name='Administrative', color='#3498db'),
        7: AgentStatus(id=7, name='Private', color='#e67e22'),
        9: AgentStatus(id=9, name='Other', color='#7f8c8d'),
        11: AgentStatus(id=11, name='Training', color='#1abc9c'),
        12: AgentStatus(id=12, name='Team meeting', color='#16a085'),
        13: AgentStatus(id=13, name='Brief', color='#2980b9'),
    },
    campaigns={
        'demo-agents-campaign': Campaign(id=60000001, code='demo-agents-campaign', name='Demo agents campaign', kind='agents', account=70000002, members=('SIPSIP1', 'SIPSIP2'), retries=(Retry(status='BUSY', delay_seconds=300, maximum=2), Retry(status='NOANSWER', delay_seconds=1800, maximum=2)), maximum_attempts=3),
        'demo-ivr-campaign': Campaign(id=60000002, code='demo-ivr-campaign', name='Demo IVR campaign', kind='ivr', account=70000002, queue=10035, queue_for_monitoring=10035, queue_maximum_callers=2, retries=(Retry(status='BUSY', delay_seconds=300, maximum=2), Retry(status='NOANSWER', delay_seconds=1800, maximum=2)), maximum_attempts=3),
    },
    lead_trackers={
        'demo-tracker': LeadTracker(token='demo-tracker'),
    },
    callbacks={
        'cdr': CallbackTarget(name='cdr'),
        'popup': CallbackTarget(name='popup'),
        'external_ivr': CallbackTarget(name='external_ivr'),
        'external_layer': CallbackTarget(name='external_layer'),
        'voicebot': CallbackTarget(name='voicebot'),
    },
    caller_ids={'IL': '0722776772', 'default': '972722776772'},
    realtime_tokens=('demo-token',),
    realtime_accounts={'demo': 'demo'},
    earlier_calls={
        '2022071916331502463359186d8ab5f5': EarlierCall(id='2022071916331502463359186d8ab5f5', time=1658237595, caller='972722776772', target='972501234567', direction='outgoing', duration=75, recording='2022071916331502463359186d8ab5f5-aws-APIAPI-0722776772.mp3'),
    },
)
